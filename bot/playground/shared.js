// A chat that several people write in: a group, or two people's own. Whoever writes is chosen above it.

import {Chat} from "/chat.js";
import {button, make} from "/nodes.js";

const STATUS = {creator: "made it", administrator: "administrator", member: ""};

class Shared extends Chat {
  listen() {
    super.listen();
    this.find(".who").addEventListener("change", () => { this.replyTo = null; this.endEdit(); this.refresh(); });
  }

  /** Who writes here just now. */
  get id() {
    return Number(this.find(".who").value);
  }

  get language() {
    return this.page.phone(this.id)?.view.user.language_code ?? "en";
  }

  refresh() {
    if (this.view) this.show(this.view);
  }

  /** Choose who writes. */
  as(id) {
    this.find(".who").value = String(id);
    this.refresh();
  }

  isMine(message) {
    return message.author === this.id;
  }

  /** One's own needs no name, unless it stands in another. */
  signs(message) {
    return !this.isMine(message) || message.name !== this.page.phone(this.id)?.view.user.first_name;
  }

  showWriters(members) {
    const known = JSON.stringify(members.map(({id, name}) => [id, name]));
    if (known === this.writersShown) return;
    this.writersShown = known;
    const chosen = this.find(".who").value;
    this.find(".who").replaceChildren(...members.map(({id, name}) => new Option(name, id, false, String(id) === chosen)));
  }

  showAll(messages, member) {
    const known = JSON.stringify([this.id, this.language, this.page.bot]);
    this.showMessages(messages, known);
    const none = {keyboard: null, reply_prompt: null, placeholder: "", commands: [], toasts: []};
    this.showUnder({...none, ...member});
    for (const node of this.node.querySelectorAll(".writing :is(button, textarea)")) node.disabled = !member;
  }
}

export class Group extends Shared {
  constructor(page) {
    super(page, "group");
    this.at = null;
  }

  /** Show a group, or that there is none yet. */
  show(view) {
    this.view = view;
    this.at = view?.id ?? null;
    const members = view?.members ?? [];
    this.showWriters(members);
    this.find(".title").textContent = view ? view.title : "Group";
    const size = members.length + (this.botIn ? 1 : 0);
    this.find(".kind").textContent = view ? `${view.forum ? "Forum" : view.kind === "group" ? "Group" : "Supergroup"} of ${size}` : "";
    for (const node of this.node.querySelectorAll(".gathering > *")) node.hidden = !view;
    const before = (view?.before ?? []).map((message) => ({...message, key: `before-${message.id}`, at: view.was}));
    this.showAll([...before, ...view?.messages ?? []], members.find(({id}) => id === this.id));
    this.showMembers(members);
  }

  get botIn() {
    return Boolean(this.view) && !["left", "kicked"].includes(this.view.bot);
  }

  change(action, body) {
    return this.page.group(this.view.id, action, body);
  }

  /** Who is there and what can be done with them, who is not, and what becomes of the group. */
  showMembers(members) {
    const {bot} = this.page;
    const outside = this.page.people().filter(({id}) => !members.some((member) => member.id === id));
    const known = JSON.stringify([members.map(({id, name, status, anonymous}) => [id, name, status, anonymous]), outside,
      this.view?.id, this.view?.kind, this.view?.forum, this.view?.bot, bot.name]);
    if (known === this.membersShown) return;
    this.membersShown = known;
    if (!this.view) return;
    const maker = members.find(({status}) => status === "creator")?.id;
    const rows = members.map((member) => this.person(member, maker));
    rows.push(this.botRow(bot, maker));
    for (const {id, name} of outside) rows.push(row(`${name} is not here`, [[`${name} joins`, () => this.change("join", {by: id})]]));
    this.find(".people").replaceChildren(...rows);
    const whole = [["Somebody new joins", () => this.page.newcomer(this.view.id)]];
    if (maker && this.view.kind === "group") whole.push(["Make it a supergroup", () => this.change("upgrade", {by: maker})]);
    this.find(".whole").replaceChildren(...whole.map(([words, action]) => button(words, action)));
  }

  person({id, name, status, anonymous}, maker) {
    const ways = [[`${name} leaves`, () => this.change("leave", {by: id})]];
    if (maker && id !== maker) ways.push([`Remove ${name}`, () => this.change("remove", {by: maker, whom: id})]);
    if (id === maker && this.view.kind === "supergroup") {
      ways.push(anonymous ? ["Show the name", () => this.change("promote", {by: maker, whom: id})]
        : ["Hide the name", () => this.change("hide", {by: maker, whom: id})]);
    }
    return row([name, STATUS[status], anonymous && "anonymous"].filter(Boolean).join(", "), ways);
  }

  botRow(bot, maker) {
    if (!this.botIn) return row(`${bot.name} is not here`, maker ? [[`Add ${bot.name}`, () => this.change("add", {by: maker, whom: bot.id})]] : []);
    return row([bot.name, STATUS[this.view.bot]].filter(Boolean).join(", "),
      maker ? [[`Remove ${bot.name}`, () => this.change("remove", {by: maker, whom: bot.id})]] : []);
  }

  beginning() {
    const node = make("div", "empty");
    if (this.view) return node;
    const [one, other] = this.page.people();
    node.append(make("p", "", "There is no group yet."));
    const words = `${one?.name} adds ${this.page.bot.name} to a group with ${other?.name}`;
    node.append(button(words, () => this.page.makeGroup(one.id, "")));
    return node;
  }
}

export class Pair extends Shared {
  constructor(page) {
    super(page, "pair");
  }

  /** Where the one who writes sees it: as the chat with the other. */
  get at() {
    return this.members.find(({id}) => id !== this.id)?.id ?? null;
  }

  show(view) {
    this.view = view;
    this.members = view.members;
    this.showWriters(view.members);
    this.node.ariaLabel = `Chat of ${view.members.map(({name}) => name).join(" and ")}`;
    this.find(".title").textContent = view.members.map(({name}) => name).join(" & ");
    this.showAll(view.messages, view.members.find(({id}) => id === this.id));
    this.find(".commands").hidden = true;
  }

  beginning() {
    const node = make("div", "empty");
    const {inline, username, name} = this.page.bot;
    node.append(make("p", "", "Their own chat: the bot sees nothing of it."));
    if (inline) node.append(make("p", "", `What ${name} offers comes after @${username} and a space.`));
    return node;
  }
}

function row(words, ways) {
  const node = document.createElement("li");
  node.append(make("span", "what", words), ...ways.map(([label, action]) => button(label, action)));
  return node;
}
