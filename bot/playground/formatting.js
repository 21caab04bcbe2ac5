// Telegram's formatted text as nodes of the page; every word goes in as text, never as markup.

const TAGS = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote", expandable_blockquote: "blockquote", spoiler: "span", text_link: "a", url: "a",
  email: "a", bot_command: "a", date_time: "time", text_mention: "span", mention: "span", hashtag: "span",
};

const BLOCKS = new Set(["blockquote", "expandable_blockquote", "pre"]);

const FORMATS = {
  t: {hour: "2-digit", minute: "2-digit"},
  T: {hour: "2-digit", minute: "2-digit", second: "2-digit"},
  d: {day: "numeric", month: "numeric", year: "2-digit"},
  D: {day: "numeric", month: "long", year: "numeric"},
  w: {weekday: "long"},
};

/** Put `text` with its entities (offsets in UTF-16 units, properly nested) into `parent`. `links` opens addresses. */
export function fill(parent, text, entities, links) {
  put(parent, text, 0, text.length, [...entities], links);
}

function put(parent, text, start, end, entities, links) {
  let at = start;
  while (entities.length && entities[0].offset < end) {
    const entity = entities.shift();
    const stop = Math.min(entity.offset + entity.length, end);
    parent.append(text.slice(at, entity.offset));
    const node = document.createElement(TAGS[entity.type] ?? "span");
    const inside = [];
    while (entities.length && entities[0].offset < stop) inside.push(entities.shift());
    put(node, text, entity.offset, stop, inside, links);
    dress(node, entity, text.slice(entity.offset, stop), links);
    parent.append(node);
    if (node.after_) parent.append(node.after_);
    // A block breaks the line by itself.
    at = BLOCKS.has(entity.type) && text[stop] === "\n" && stop < end ? stop + 1 : stop;
  }
  parent.append(text.slice(at, end));
}

function dress(node, entity, words, links) {
  if (entity.type === "expandable_blockquote") node.className = "expandable";
  if (entity.type === "spoiler") hide(node);
  if (entity.type === "date_time") node.textContent = moment(entity, words, links.language);
  if (entity.type === "text_link") links.dress(node, entity.url);
  if (entity.type === "url") links.dress(node, /^[a-z]+:\/\//i.test(words) ? words : "https://" + words);
  if (entity.type === "email") node.href = "mailto:" + words;
  if (entity.type === "bot_command") {
    node.href = "#";
    node.addEventListener("click", (event) => { event.preventDefault(); links.send(words); });
  }
}

function hide(node) {
  node.className = "spoiler";
  node.tabIndex = 0;
  node.role = "button";
  node.ariaLabel = "Hidden text: show";
  const show = () => { node.classList.add("open"); node.removeAttribute("aria-label"); };
  node.addEventListener("click", show);
  node.addEventListener("keydown", (event) => { if (event.key === "Enter") show(); });
}

function moment(entity, words, language) {
  const format = entity.date_time_format ?? "";
  if (!format) return words;
  const date = new Date(entity.unix_time * 1000);
  if (format.toLowerCase() === "r") return words;
  const options = Object.assign({}, ...[...format].map((letter) => FORMATS[letter] ?? FORMATS.w));
  return new Intl.DateTimeFormat(language, options).format(date);
}
