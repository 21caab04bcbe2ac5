// One chat on the page: its messages, the text box under it, and what the bot offers there.

import {fill} from "/formatting.js";
import {Inline} from "/inline.js";
import {button, item, make} from "/nodes.js";
import {CHOSEN, OFFERED, choose, mediaNode} from "/media.js";

/** What all chats have in common. Whoever extends it says whose it is (`id`) and where (`at`, null: with the bot). */
export class Chat {
  /** `page` acts for people: `page.act(userId, action, body)`, `page.other(userId)`, `page.bot`; `id` names a template. */
  constructor(page, id) {
    this.page = page;
    this.node = document.getElementById(id).content.firstElementChild.cloneNode(true);
    this.node.append(document.getElementById("chat").content.cloneNode(true));
    this.shown = new Map();
    this.toasted = null;
    this.find = (selector) => this.node.querySelector(selector);
    this.inline = new Inline(this);
    this.listen();
  }

  act(action, body = {}) {
    return this.page.act(this.id, action, this.at === null ? body : {at: this.at, ...body});
  }

  listen() {
    const text = this.find("textarea");
    const chat = this.find(".chat");
    this.atEnd = true;
    chat.addEventListener("scroll", () => { this.atEnd = !chat.clientHeight || chat.scrollHeight - chat.scrollTop - chat.clientHeight < 40; });
    new ResizeObserver(() => this.keepEnd()).observe(chat);
    this.find(".writing").addEventListener("submit", (event) => { event.preventDefault(); this.send(); });
    text.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); this.send(); }
    });
    this.find(".commands").addEventListener("click", () => this.toggle(".commands", ".menu"));
    this.find(".attach").addEventListener("click", () => this.toggle(".attach", ".attachments"));
    this.find(".dismiss").addEventListener("click", () => this.dismiss());
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
    if (!words.trim() || (text === null && this.inline.query() !== null)) return;
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

  /** Show what hangs under the text box of whoever writes here. */
  showUnder({keyboard, reply_prompt, placeholder, commands, toasts}) {
    this.prompt = reply_prompt;
    this.placeholder = placeholder;
    this.showKeys(keyboard);
    this.showCommands(commands ?? []);
    this.showToasts(toasts);
    this.showReply();
    this.inline.show();
  }

  /** Show messages; whose own they are, and what else their look hangs on, is in `known`. */
  showMessages(messages, known) {
    this.messages = messages;
    const chat = this.find(".chat");
    const wanted = new Set(messages.map((message) => message.key ?? message.id));
    for (const [id, old] of this.shown) if (!wanted.has(id)) { old.node.remove(); this.shown.delete(id); }
    chat.querySelector(".empty")?.remove();
    if (!messages.length) chat.append(this.beginning());
    for (const message of messages) {
      const key = known + JSON.stringify(message);
      const id = message.key ?? message.id;
      const old = this.shown.get(id);
      if (old?.key === key) continue;
      const node = message.happened ? make("p", "happened", message.happened) : this.message(message);
      if (old) old.node.replaceWith(node); else chat.append(node);
      this.shown.set(id, {key, node});
    }
    this.keepEnd();
  }

  toEnd() {
    this.atEnd = true;
    this.keepEnd();
  }

  keepEnd() {
    const chat = this.find(".chat");
    if (this.atEnd) chat.scrollTop = chat.scrollHeight;
  }

  message(message) {
    const node = make("article", this.isMine(message) ? "message mine" : "message");
    node.dataset.id = message.id;
    const bubble = make("div", "bubble");
    bubble.dir = "auto";
    const signed = [this.signs(message) ? message.name : "", message.topic && `in ${message.topic}`,
      message.via && `via ${this.page.bot.name}`].filter(Boolean).join(" ");
    if (signed) bubble.append(make("span", "signed", signed));
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
    if (!message.key) {
      node.append(button("Reply", () => { this.endEdit(); this.replyTo = message.id; this.showReply(true); }));
      if (this.isMine(message) && !message.media && !message.via) node.append(button("Edit", () => this.edit(message)));
    }
    const time = new Date(message.date * 1000);
    node.append(make("time", "", time.toLocaleTimeString(this.language, {hour: "2-digit", minute: "2-digit"})));
    node.lastChild.title = time.toLocaleString();
    return node;
  }

  buttons(message) {
    const rows = make("div", "buttons");
    message.buttons.forEach((row, at) => {
      const line = make("div", "row");
      row.forEach((one, column) => {
        const node = button(one.text, () => this.tap(message, at, column));
        if (one.style) node.className = `style-${one.style}`;
        line.append(node);
        if (one.url && this.page.leadsHere(one.url)) line.append(...this.across(one.url));
      });
      rows.append(line);
    });
    return rows;
  }

  async tap({id, at}, row, column) {
    const done = await this.act("press", {message_id: id, row, column, ...at ? {at} : {}});
    if (done?.copy) await navigator.clipboard?.writeText(done.copy).catch(() => {});
    if (done?.copy) this.toast("Copied");
    if (done?.url && /^https?:/.test(done.url)) window.open(done.url, "_blank", "noopener,noreferrer");
    if (done?.add) this.choose("To which group?", this.page.groupsFor(this.id, done.add));
    if (done?.inline !== undefined && !done.to.length) this.inline.write(done.inline);
    else if (done?.inline !== undefined) this.choose("In which chat?", this.page.chatsFor(this.id, done.inline, done.to));
  }

  /** Let somebody choose among `[words, action]`. */
  choose(question, ways) {
    const list = this.find(".choices");
    const close = (action) => () => { list.hidden = true; action(); };
    const nodes = ways.map(([words, action]) => item(words, close(action)));
    list.replaceChildren(make("li", "", question), ...nodes, item("Cancel", close(() => {})));
    list.hidden = false;
    nodes[0]?.firstChild.focus();
  }

  links() {
    return {
      language: this.language,
      send: (words) => this.send(words),
      dress: (node, url) => {
        if (!/^(https?|tg):/i.test(url)) return;
        node.href = url;
        if (this.page.leadsHere(url)) {
          node.addEventListener("click", (event) => { event.preventDefault(); this.open(url); });
          [node.after_] = this.across(url);
        } else { node.target = "_blank"; node.rel = "noopener noreferrer"; }
      },
    };
  }

  open(url) {
    if (this.page.addsToGroup(url)) this.choose("To which group?", this.page.groupsFor(this.id, url));
    else this.page.act(this.id, "open", {url});
  }

  /** A button that opens a link on the other's phone, where there is one. */
  across(url) {
    const other = this.page.other(this.id);
    if (!other || this.page.addsToGroup(url)) return [];
    const node = button(`Open on ${other.view.user.first_name}’s phone`, () => other.act("open", {url}));
    node.className = "across";
    return [node];
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
    const id = this.editing ?? this.replyTo ?? this.prompt;
    const message = this.messages.find((one) => one.id === id && !one.key);
    this.find(".replying").hidden = !message;
    if (message) this.find(".replying .what").textContent = `${this.editing ? "Editing" : "Replying to"}: ${message.text.slice(0, 60) || "…"}`;
    this.find(".dismiss").ariaLabel = this.editing ? "Do not edit" : "Do not reply";
    this.find("textarea").placeholder = this.placeholder || "Message";
    if (focus) this.find("textarea").focus();
  }
}
