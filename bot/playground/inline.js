// What the bot offers while somebody types behind its name in a chat.

import {item, make} from "/nodes.js";

const PAUSE = 300;

export class Inline {
  constructor(chat) {
    this.chat = chat;
    this.box = chat.find("textarea");
    this.list = chat.find(".results");
    this.box.addEventListener("input", () => this.typed());
  }

  /** What stands behind the bot's name at the beginning of the text box; null when its name does not stand there. */
  query() {
    const {inline, username} = this.chat.page.bot;
    const [, name, words] = this.box.value.match(/^@(\w+)\s(.*)$/s) ?? [];
    return inline && name?.toLowerCase() === username.toLowerCase() ? words.trim() : null;
  }

  /** Ask the bot for results, a moment after the last letter. */
  typed() {
    clearTimeout(this.asking);
    const query = this.query();
    this.show();
    if (query !== null) this.asking = setTimeout(() => this.chat.act("inline", {text: query}), PAUSE);
  }

  /** Write the bot's name and a query into the text box, as a button of the bot's does. */
  write(query) {
    this.box.value = `@${this.chat.page.bot.username} ${query}`;
    this.typed();
    this.box.focus();
  }

  /** Show what the bot offers for what stands in the text box. */
  show() {
    const query = this.query();
    const typed = query === null ? null : this.chat.page.inline(this.chat.id);
    const offered = typed?.query === query ? typed : null;
    const known = JSON.stringify([query, offered]);
    if (known === this.known) return;
    this.known = known;
    const nodes = (offered?.results ?? []).map((result) => {
      const node = item(result.title, () => this.pick(offered.id, result.id));
      node.firstChild.append(make("span", "what", result.about));
      return node;
    });
    const words = offered && !offered.waits ? "No results." : "Asking the bot …";
    this.list.replaceChildren(...nodes.length ? nodes : [make("li", "", words)]);
    this.list.hidden = query === null;
  }

  async pick(name, data) {
    if (!await this.chat.act("pick", {name, data})) return;
    this.box.value = "";
    this.show();
  }
}
