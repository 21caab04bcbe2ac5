// One phone: its owner and their chat with the bot, as they see it.

import {Chat} from "/chat.js";
import {button, make} from "/nodes.js";

export class Phone extends Chat {
  constructor(page, id) {
    super(page, "phone");
    this.id = id;
    this.at = null;
  }

  listen() {
    super.listen();
    this.find(".block").addEventListener("click", () => this.act(this.view.blocked ? "unblock" : "block"));
    const profile = () => this.page.profile(this.id, this.find(".name").value, this.find(".language").value);
    this.find(".name").addEventListener("change", profile);
    this.find(".language").addEventListener("change", profile);
  }

  get language() {
    return this.view.user.language_code;
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
    for (const node of this.node.querySelectorAll(".writing :is(button, textarea)")) node.disabled = view.blocked || user.deleted;
    const other = this.page.other(this.id)?.view.user.first_name;
    this.showMessages(view.messages, JSON.stringify([user.language_code, this.page.bot, other]));
    this.showUnder(view);
  }

  isMine(message) {
    return message.mine;
  }

  /** In a chat of two nobody needs to be named. */
  signs() {
    return false;
  }

  beginning() {
    const node = make("div", "empty");
    node.append(make("p", "", `This is the chat with ${this.page.bot.name}.`));
    node.append(button("Start", () => this.act("send", {text: "/start"})));
    return node;
  }
}
