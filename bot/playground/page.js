// The page: asks the playground for every change and hands it to the phones, the clock and the coach's buttons.

import {Phone} from "/phone.js";
import {Group, Pair} from "/shared.js";

const byId = (id) => document.getElementById(id);
const phones = new Map();

const page = {
  bot: {name: "", username: ""},

  act(userId, action, body) {
    return post(`/_play/users/${userId}/${action}`, {...body, after: 0});
  },

  profile(userId, name, language) {
    return post(`/_play/users/${userId}`, {first_name: name, language_code: language});
  },

  phone(userId) {
    return phones.get(userId);
  },

  other(userId) {
    return [...phones.values()].find((phone) => phone.id !== userId);
  },

  /** Everybody with a phone. */
  people() {
    return [...phones.values()].filter(({view}) => !view.user.deleted).map(({id, view}) => ({id, name: view.user.first_name}));
  },

  /** What the bot offers to somebody for the last that they typed behind its name. */
  inline(userId) {
    return phones.get(userId)?.view.inline ?? null;
  },

  group(groupId, action, body) {
    return post(`/_play/groups/${groupId}/${action}`, body);
  },

  /** Make a group of somebody, the other and the bot, by a link of the bot's or without. */
  makeGroup(userId, url) {
    const {view, id} = this.other(userId);
    const title = `${phones.get(userId).view.user.first_name} & ${view.user.first_name}`;
    turnTo("group");
    return post("/_play/groups", {by: userId, title, people: [id], url});
  },

  /** Somebody who has no phone here yet comes into a group. */
  async newcomer(groupId) {
    const taken = new Set(this.people().map(({name}) => name));
    const name = ["Cleo", "Dan", "Eva", "Finn"].find((one) => !taken.has(one)) ?? "Somebody";
    const made = await post("/_play/users", {first_name: name});
    if (made) await this.group(groupId, "join", {by: made.id});
  },

  /** The groups that somebody can add the bot to, as `[words, action]`. */
  groupsFor(userId, url) {
    const {view} = this.other(userId);
    const ways = [[`A new group with ${view.user.first_name}`, () => this.makeGroup(userId, url)]];
    if (group.view?.members.some(({id}) => id === userId)) {
      ways.push([group.view.title, () => { turnTo("group"); this.group(group.view.id, "link", {by: userId, url}); }]);
    }
    return ways;
  },

  /** The chats of certain kinds that somebody can write a query of the bot's in, as `[words, action]`. */
  chatsFor(userId, query, kinds) {
    const into = (tab, chat) => () => { turnTo(tab); chat.as(userId); chat.inline.write(query); };
    const ways = [];
    if (kinds.includes("user") && pair.members.some(({id}) => id === userId)) {
      ways.push([pair.members.find(({id}) => id !== userId).name, into("pair", pair)]);
    }
    if (kinds.includes("group") && group.view?.members.some(({id}) => id === userId)) {
      ways.push([group.view.title, into("group", group)]);
    }
    if (kinds.includes("bot")) ways.push([this.bot.name, () => phones.get(userId).inline.write(query)]);
    return ways;
  },

  addsToGroup(url) {
    return this.leadsHere(url) && /[?&]startgroup(=|&|$)/.test(url);
  },

  /** Whether an address is a link to the bot, which opens in a phone and not in the browser. */
  leadsHere(url) {
    const name = this.bot.username.toLowerCase();
    const plain = url.toLowerCase();
    return new RegExp(`^https?://(www\\.)?(t|telegram)\\.me/${name}([/?#]|$)`).test(plain)
      || new RegExp(`^tg://resolve\\?(.*&)?domain=${name}(&|$)`).test(plain);
  },
};

const group = new Group(page);
const pair = new Pair(page);
byId("panel-group").append(group.node);
byId("panel-pair").append(pair.node);

/** Show the group, or the two people's own chat, between the phones. */
function turnTo(name) {
  for (const one of ["group", "pair"]) {
    byId(`tab-${one}`).ariaSelected = String(one === name);
    byId(`panel-${one}`).hidden = one !== name;
  }
  (name === "group" ? group : pair).toEnd();
}

byId("tab-group").addEventListener("click", () => turnTo("group"));
byId("tab-pair").addEventListener("click", () => turnTo("pair"));

async function post(path, body) {
  try {
    const response = await fetch(path, {
      method: "POST", headers: {"Content-Type": "application/json"}, body: JSON.stringify(body ?? {}),
    });
    const answer = await response.json();
    say(response.ok ? "" : answer.error);
    return response.ok ? answer : null;
  } catch {
    say("The playground does not answer. Is it still running?");
    return null;
  }
}

function say(words) {
  byId("trouble").textContent = words;
  byId("trouble").hidden = !words;
}

function show(view) {
  page.bot = view.bot;
  for (const box of byId("switches").querySelectorAll("input")) box.checked = view.bot[box.name];
  for (const one of view.phones) {
    if (phones.has(one.user.id)) continue;
    const phone = new Phone(page, one.user.id);
    phones.set(one.user.id, phone);
    // The first phone stands left of what is between them, the others right.
    if (phones.size === 1) byId("phones").prepend(phone.node);
    else byId("phones").append(phone.node);
  }
  for (const one of view.phones) phones.get(one.user.id).view = one;
  for (const one of view.phones) phones.get(one.user.id).show(one);
  group.show(view.groups.at(-1) ?? null);
  const two = view.phones.slice(0, 2).map(({user}) => ({id: user.id, name: user.first_name, toasts: []}));
  byId("between").hidden = two.length < 2;
  if (two.length === 2) pair.show(view.pairs.find(({people}) => two.every(({id}) => people.includes(id))) ?? {members: two, messages: []});
  showClock(view.clock);
  showNext(view.clock, view.next);
  showCoach(view.coach);
  showScripts(view.scripts);
}

let clock = {at: Date.now(), read: performance.now(), frozen: false};

function showClock(seen) {
  clock = {at: Date.parse(seen.now), read: performance.now(), frozen: seen.frozen};
  tick();
}

function tick() {
  const now = new Date(clock.at + (clock.frozen ? 0 : performance.now() - clock.read));
  const words = now.toLocaleString("en-GB", {
    weekday: "short", day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", second: "2-digit",
  });
  if (byId("now").textContent !== words) byId("now").textContent = words;
}

let next = null;

/** Say where a jump is on its way to, why it stayed on the way, or else what comes next and for whom. */
function showNext({goal, passed, trouble}, seen) {
  next = seen;
  const known = seen ? `Next: ${moment(seen.at)}, something for ${names(seen.people)}` : "Nothing is planned.";
  const passing = passed ? `, ${passed} due ${passed === 1 ? "moment" : "moments"} passed` : "";
  byId("next").textContent = goal ? `On the way to ${moment(goal)}${passing}` : `${trouble} ${known}`.trim();
  byId("go").hidden = !seen || Boolean(goal);
  byId("halt").hidden = !goal;
}

/** A moment as one says it: of the next six days the weekday alone, of others the date too. */
function moment(text) {
  const at = new Date(text);
  const days = (at - clock.at) / 86400000;
  const date = at.toLocaleDateString("en-GB", {day: "numeric", month: "long", ...days < 300 ? {} : {year: "numeric"}});
  const weekday = at.toLocaleDateString("en-GB", {weekday: "long"});
  const time = at.toLocaleTimeString("en-GB", {hour: "2-digit", minute: "2-digit"});
  return days < 6 ? `${weekday} ${time}` : `${weekday} ${date}, ${time}`;
}

function names(people) {
  return people.length ? new Intl.ListFormat("en-GB").format(people) : "somebody";
}

const EDIT = {
  "checking": "An edit of the dialogs or prompts is being checked…",
  "taken up": "The last edit is taken up.",
  "wrong": "The last edit is not taken up; the coach goes on as before. coach check says:",
};

function showScripts({state, findings}) {
  byId("scripts").hidden = !(state in EDIT);
  byId("edit").textContent = EDIT[state] ?? "";
  byId("findings").textContent = findings;
  byId("findings").hidden = !findings;
}

function showCoach({managed, running, pid, ended_with}) {
  const how = ended_with === null ? "" : ended_with < 0 ? ` (signal ${-ended_with})` : ` (exit ${ended_with})`;
  byId("coach-state").textContent = running ? `Coach runs (${pid})` : managed ? `Coach is down${how}` : "No coach here";
  byId("coach-state").className = running ? "up" : "";
  byId("kill").disabled = !running;
  byId("start").disabled = running || !managed;
}

function localInput(date) {
  return new Date(date.getTime() - date.getTimezoneOffset() * 60000).toISOString().slice(0, 16);
}

byId("moves").addEventListener("click", (event) => {
  const seconds = Number(event.target.dataset?.seconds);
  if (seconds) post("/_play/clock", {advance: seconds});
});
byId("set-clock").addEventListener("submit", (event) => {
  event.preventDefault();
  post("/_play/clock", {set: new Date(byId("moment").value).toISOString()});
});
byId("go").addEventListener("click", () => { if (next) post("/_play/clock", {set: next.at}); });
byId("switches").addEventListener("change", ({target}) => post("/_play/bot", {[target.name]: target.checked}));
byId("halt").addEventListener("click", () => post("/_play/clock", {halt: true}));
byId("moment").addEventListener("focus", () => { byId("moment").value ||= localInput(new Date(clock.at)); });
byId("kill").addEventListener("click", () => post("/_play/coach/kill"));
byId("start").addEventListener("click", () => post("/_play/coach/start"));
setInterval(tick, 250);

for (let since = -1, lost = false; ;) {
  try {
    const response = await fetch(`/_play/state?since=${since}&wait=20`);
    const view = await response.json();
    since = view.version;
    show(view);
    if (lost) say("");
    lost = false;
  } catch {
    lost = true;
    since = -1;
    say("The playground does not answer. Is it still running?");
    await new Promise((wake) => setTimeout(wake, 1500));
  }
}
