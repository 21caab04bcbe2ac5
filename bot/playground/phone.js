// One phone: the chat as its owner sees it, and what they can do in it.

import {fill} from "/formatting.js";
import {CHOSEN, OFFERED, choose, mediaNode} from "/media.js";

export class Phone {
  /** `page` acts for this phone: `page.act(userId, action, body)`, `page.other(userId)`, `page.bot`. */
  constructor(page, id) {
    this.page = page;
    this.id = id;
    this.node = document.getElementById("phone").content.firstElementChild.cloneNode(true);
    this.shown = new Map();
    this.toasted = null;
    this.find = (selector) => this.node.querySelector(selector);
    this.listen();
  }

  act(action, body = {}) {
    return this.page.act(this.id, action, body);
  }

  listen() {
    const text = this.find("textarea");
    const chat = this.find(".chat");
    this.atEnd = true;
    chat.addEventListener("scroll", () => { this.atEnd = chat.scrollHeight - chat.scrollTop - chat.clientHeight < 40; });
    new ResizeObserver(() => this.keepEnd()).observe(chat);
    this.find(".writing").addEventListener("submit", (event) => { event.preventDefault(); this.send(); });
    text.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); this.send(); }
    });
    this.find(".commands").addEventListener("click", () => this.toggle(".commands", ".menu"));
    this.find(".attach").addEventListener("click", () => this.toggle(".attach", ".attachments"));
    this.find(".dismiss").addEventListener("click", () => this.dismiss());
    this.find(".block").addEventListener("click", () => this.act(this.view.blocked ? "unblock" : "block"));
    const profile = () => this.page.profile(this.id, this.find(".name").value, this.find(".language").value);
    this.find(".name").addEventListener("change", profile);
    this.find(".language").addEventListener("change", profile);
    const offer = (words, action) => {
      this.find(".attachments").append(item(words, () => { this.toggle(".attach", ".attachments"); action(); }));
    };
    for (const [kind, words] of OFFERED) offer(words, () => this.act("media", {kind}));
    for (const [kind, words, accept] of CHOSEN) offer(words, () => choose(accept, (file) => this.sendFile(kind, file)));
  }

  toggle(button, list) {
    const hidden = this.find(list).toggleAttribute("hidden");
    this.find(button).ariaExpanded = String(!hidden);
  }

  async send(text = null) {
    const box = this.find("textarea");
    const words = text ?? box.value;
    if (!words.trim()) return;
    const editing = this.editing;
    const body = {text: words};
    if (text === null && editing) body.message_id = editing;
    else if (this.replyTo) body.reply_to = this.replyTo;
    const done = await this.act(text === null && editing ? "edit" : "send", body);
    if (!done) return;
    this.replyTo = null;
    if (text === null) box.value = "";
    this.endEdit();
    this.showReply();
  }

  /** Change one's own message in the text box; what stood there comes back afterwards. */
  edit(message) {
    const box = this.find("textarea");
    if (!this.editing) this.draft = box.value;
    this.editing = message.id;
    box.value = message.text;
    this.showReply(true);
  }

  endEdit() {
    if (!this.editing) return;
    this.editing = null;
    this.find("textarea").value = this.draft;
  }

  /** The ×: end an edit, or else the reply. */
  dismiss() {
    if (this.editing) this.endEdit();
    else { this.replyTo = null; this.act("dismiss"); }
    this.showReply(true);
  }

  /** Send a chosen file; what stands in the text box goes with it as the caption. */
  async sendFile(kind, file) {
    const box = this.find("textarea");
    const body = {...file, kind, text: this.editing ? "" : box.value};
    if (this.replyTo) body.reply_to = this.replyTo;
    const done = await this.act("file", body);
    if (!done) return;
    if (!this.editing) box.value = "";
    this.replyTo = null;
    this.showReply();
  }

  /** Show what the server says that this phone shows. */
  show(view) {
    this.view = view;
    const {user} = view;
    this.node.ariaLabel = `Phone of ${user.first_name}`;
    this.find(".avatar").textContent = user.first_name.slice(0, 1);
    if (document.activeElement !== this.find(".name")) this.find(".name").value = user.first_name;
    this.find(".language").value = user.language_code;
    this.find(".block").textContent = view.blocked ? "Unblock" : "Block";
    for (const node of this.node.querySelectorAll(".writing :is(button, textarea)")) node.disabled = view.blocked;
    this.showMessages(view.messages);
    this.showKeys(view.keyboard);
    this.showCommands(view.commands);
    this.showToasts(view.toasts);
    this.showReply();
  }

  showMessages(messages) {
    const chat = this.find(".chat");
    const known = JSON.stringify([
      this.view.user.language_code, this.page.bot.username, this.page.other(this.id)?.view.user.first_name,
    ]);
    const wanted = new Set(messages.map((message) => message.id));
    for (const [id, old] of this.shown) if (!wanted.has(id)) { old.node.remove(); this.shown.delete(id); }
    chat.querySelector(".empty")?.remove();
    if (!messages.length) chat.append(this.beginning());
    for (const message of messages) {
      const key = known + JSON.stringify(message);
      const old = this.shown.get(message.id);
      if (old?.key === key) continue;
      const node = this.message(message);
      if (old) old.node.replaceWith(node); else chat.append(node);
      this.shown.set(message.id, {key, node});
    }
    this.keepEnd();
  }

  keepEnd() {
    const chat = this.find(".chat");
    if (this.atEnd) chat.scrollTop = chat.scrollHeight;
  }

  beginning() {
    const node = make("div", "empty");
    node.append(make("p", "", `This is the chat with ${this.page.bot.name}.`));
    node.append(button("Start", () => this.act("send", {text: "/start"})));
    return node;
  }

  message(message) {
    const node = make("article", message.mine ? "message mine" : "message");
    node.dataset.id = message.id;
    const bubble = make("div", "bubble");
    bubble.dir = "auto";
    if (message.reply_to) bubble.append(make("span", "quoted", message.reply_to.text || "…"));
    if (message.media) bubble.append(mediaNode(message));
    fill(bubble, message.text, message.entities, this.links());
    node.append(bubble, this.meta(message));
    if (message.buttons.length) node.append(this.buttons(message));
    return node;
  }

  meta(message) {
    const node = make("div", "meta");
    if (message.reaction) node.append(make("span", "", message.reaction));
    if (message.edited) node.append(make("span", "", "edited"));
    const reply = button("Reply", () => { this.endEdit(); this.replyTo = message.id; this.showReply(true); });
    node.append(reply);
    if (message.mine && !message.media) {
      node.append(button("Edit", () => this.edit(message)));
    }
    const time = new Date(message.date * 1000);
    node.append(make("time", "", time.toLocaleTimeString(this.view.user.language_code, {hour: "2-digit", minute: "2-digit"})));
    node.lastChild.title = time.toLocaleString();
    return node;
  }

  buttons(message) {
    const rows = make("div", "buttons");
    message.buttons.forEach((row, at) => {
      const line = make("div", "row");
      row.forEach((one, column) => {
        const node = button(one.text, () => this.tap(message.id, at, column));
        if (one.style) node.className = `style-${one.style}`;
        line.append(node);
        if (one.url && this.page.leadsHere(one.url)) line.append(this.across(one.url));
      });
      rows.append(line);
    });
    return rows;
  }

  async tap(messageId, row, column) {
    const done = await this.act("press", {message_id: messageId, row, column});
    if (done?.copy) await navigator.clipboard?.writeText(done.copy).catch(() => {});
    if (done?.copy) this.toast("Copied");
    if (done?.url && /^https?:/.test(done.url)) window.open(done.url, "_blank", "noopener,noreferrer");
  }

  links() {
    return {
      language: this.view.user.language_code,
      send: (words) => this.send(words),
      dress: (node, url) => {
        if (!/^(https?|tg):/i.test(url)) return;
        node.href = url;
        if (this.page.leadsHere(url)) {
          node.addEventListener("click", (event) => { event.preventDefault(); this.act("open", {url}); });
          node.after_ = this.across(url);
        } else { node.target = "_blank"; node.rel = "noopener noreferrer"; }
      },
    };
  }

  across(url) {
    const other = this.page.other(this.id);
    const node = button(`Open on ${other?.view.user.first_name}’s phone`, () => other.act("open", {url}));
    node.className = "across";
    node.hidden = !other;
    return node;
  }

  showKeys(keyboard) {
    const rows = (keyboard?.keyboard ?? []).map((row) => {
      const line = make("div", "row");
      line.append(...row.map((key) => button(key.text, () => this.act("key", {text: key.text}))));
      return line;
    });
    this.find(".keys").replaceChildren(...rows);
  }

  showCommands(commands) {
    const known = JSON.stringify(commands);
    if (known === this.commandsShown) return;
    this.commandsShown = known;
    this.find(".menu").replaceChildren(...commands.map(({command, description}) => {
      const node = item(`/${command}`, () => { this.toggle(".commands", ".menu"); this.send(`/${command}`); });
      node.firstChild.append(make("span", "what", description));
      return node;
    }));
    if (!commands.length) this.find(".menu").append(make("li", "", "The bot has no commands yet."));
  }

  showToasts(toasts) {
    const last = toasts.at(-1);
    if (last && last.id !== this.toasted && this.toasted !== null) this.toast(last.text);
    this.toasted = last?.id ?? "";
  }

  toast(words) {
    this.find(".toasts").textContent = words;
    clearTimeout(this.fading);
    this.fading = setTimeout(() => { this.find(".toasts").textContent = ""; }, 6000);
  }

  showReply(focus = false) {
    const id = this.editing ?? this.replyTo ?? this.view.reply_prompt;
    const message = this.view.messages.find((one) => one.id === id);
    this.find(".replying").hidden = !message;
    if (message) this.find(".replying .what").textContent = `${this.editing ? "Editing" : "Replying to"}: ${message.text.slice(0, 60) || "…"}`;
    this.find(".dismiss").ariaLabel = this.editing ? "Do not edit" : "Do not reply";
    this.find("textarea").placeholder = this.view.placeholder || "Message";
    if (focus) this.find("textarea").focus();
  }
}

function item(words, action) {
  const node = document.createElement("li");
  node.append(button(words, action));
  return node;
}

function button(words, action) {
  const node = make("button", "", words);
  node.type = "button";
  node.addEventListener("click", action);
  return node;
}

function make(tag, name = "", words = "") {
  const node = document.createElement(tag);
  if (name) node.className = name;
  node.textContent = words;
  return node;
}
