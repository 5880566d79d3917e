// The page: what is open, what is said, and the keys.

import {$, ask, Pictures, tell} from "./api.js";
import {Audit} from "./audit.js";
import {Sheet} from "./sheet.js";
import {Timeline} from "./timeline.js";
import {KINDS, View} from "./view.js";

const NEAR = 12; // frames from a place within which a person still looks at it
const GRADUAL_SECONDS = 0.5; // length of a gradual transition that was taken for a cut

const opened = new Map(); // what does not change of episodes, by key
let episode; // the one that is open
let state; // what changes by decisions
let current; // the place that is looked at
let cursor; // the frame that is looked at
let visited = [];
let decisions = []; // what can be undone, the last one last
let running = Promise.resolve();
let pending = 0;

const view = new View((frame) => look(frame));
const sheet = new Sheet((start) => look(start));
const timeline = new Timeline({
  onFrame: (frame) => look(frame),
  onSegments: (kind, spans) => attempt(async () => {
    announce("Finding the segments of the series anew …");
    decided(await tell("segments", {key: episode.key, kind, spans}));
    announce(spans.length ? `${kind} is set.` : `There is no ${kind}.`);
  }),
});
const audit = new Audit({open: openEpisode, look, say, through, attempt});

// One thing after another, and what goes wrong is shown.
function attempt(work) {
  pending += 1;
  document.body.ariaBusy = "true";
  running = running.then(work).then(() => notice(""), (error) => notice(error.message))
    .then(() => {
      pending -= 1;
      if (!pending) document.body.ariaBusy = "false";
    });
  return running;
}

function notice(text) {
  $("notice").hidden = !text;
  $("notice").textContent = text;
}

function announce(text) {
  $("said").textContent = text;
}

async function openEpisode(key) {
  if (episode?.key === key) return;
  const found = await ask("episode", {key});
  if (!opened.has(key)) opened.set(key, new Pictures(key));
  episode = found;
  visited = [];
  $("episode").value = key;
  for (const part of [view, sheet]) part.open(episode, opened.get(key));
  timeline.open(episode);
  audit.pictures = opened.get(key);
  renew(found);
  const first = nextPlace(null) ?? state.places[0];
  if (first) goTo(first);
  else look(0);
}

function renew(answer) {
  state = answer;
  const {count} = state;
  const moved = count.body - count.found;
  $("count").textContent = count.rate === null ? count.body : `${count.body} · ${count.rate}/min`;
  $("moved").textContent = moved ? `${moved > 0 ? "+" : "−"}${Math.abs(moved)}` : "0";
  $("left").textContent = state.is_whole
    ? "nothing: all was seen" : `${state.left} places, about ${state.in_doubt.toFixed(1)} shots`;
  const total = state.places.reduce((sum, place) => sum + place.gain, 0);
  $("progress").value = state.is_whole || !total ? 1 : 1 - state.in_doubt / total;
  $("through").disabled = state.is_whole;
  $("undo").disabled = !lastDecision();
  sheet.show(state);
  timeline.show(state);
}

function byDoubt() {
  return [...state.places].sort((a, b) => b.gain - a.gain || a.place - b.place);
}

function nextPlace(after) {
  const order = byDoubt();
  const position = after ? order.findIndex((one) => one.place === after.place) : -1;
  const isOpen = (one) => !one.word && one.gain > 0 && one.place !== after?.place;
  return order.slice(position + 1).find(isOpen) ?? order.find(isOpen);
}

function goTo(place) {
  if (current && current.place !== place.place) visited.push(current.place);
  look(place.word?.said?.start ?? place.start, place.place);
  view.foresee(nextPlace(place));
}

// Look at a frame: at the place there, or near it, or at none.
function look(frame, place) {
  cursor = Math.min(Math.max(frame, 0), episode.frames - 1);
  const wanted = place ?? current?.place;
  const near = (one) => Math.min(Math.abs(one.place - cursor), Math.abs(one.start - cursor));
  current = state.places.find((one) => one.place === wanted && (place !== undefined || near(one) < NEAR))
    ?? state.places.find((one) => one.place === cursor)
    ?? state.places.filter((one) => near(one) < NEAR).sort((a, b) => near(a) - near(b))[0]
    ?? {place: cursor, start: cursor, stop: cursor, kind: "cut", is_found: false, chance: 0,
      gain: 0, word: null, isFree: true};
  view.isBlind = audit.isOpen;
  view.show(current, cursor, state.places);
  timeline.mark(cursor);
  sheet.mark(cursor);
  const isThere = current.word ? current.word.said : current.is_found;
  $("yes").firstChild.textContent = isThere ? "Keep " : "There is one ";
  $("yes").disabled = $("no").disabled = Boolean(current.isFree);
  $("earlier").disabled = $("later").disabled = !isThere;
}

function decided(answer) {
  const {undo, ...rest} = answer;
  if (undo) decisions.push({key: episode.key, ...undo});
  renew(rest);
  look(cursor, current?.isFree ? undefined : current?.place);
}

// What is there now at the place that is looked at: a transition or nothing.
function there() {
  if (current.word) return current.word.said;
  return current.is_found ? {start: current.start, stop: current.stop, kind: current.kind} : null;
}

async function say(place, said) {
  const before = state.count.body;
  decided(await tell("say", {key: episode.key, place, said}));
  const moved = state.count.body - before;
  await audit.renew(episode.key);
  const what = said ? `${said.kind} at frame ${said.start}` : `no transition at frame ${place}`;
  announce(`${what}; ${state.count.body} shots${moved ? `, ${moved > 0 ? "one more" : "one less"}` : ""}`);
}

async function through(start, stop) {
  decided(await tell("through", {key: episode.key, start, stop}));
  await audit.renew(episode.key);
}

function goOn() {
  const next = nextPlace(current);
  if (next) goTo(next);
  else announce("No place is left that is worth a look.");
}

const asCut = (frame) => ({start: frame, stop: frame, kind: "cut"});

const commands = {
  async yes() {
    if (current.isFree) return;
    await say(current.place, there() ?? (current.is_found
      ? {start: current.start, stop: current.stop, kind: current.kind} : asCut(current.place)));
    goOn();
  },
  async no() {
    if (current.isFree) return;
    await say(current.place, null);
    goOn();
  },
  async missed() {
    await say(cursor, asCut(cursor));
    look(cursor, cursor);
  },
  async move(step) {
    const said = there();
    if (!said) return;
    await say(current.place, {...said, start: said.start + step, stop: said.stop + step});
    look(said.start + step, current.place);
  },
  async stretch(step) {
    const said = there();
    if (!said || said.kind === "cut" || said.stop + step <= said.start) return;
    await say(current.place, {...said, stop: said.stop + step});
  },
  async kind(kind) {
    const said = there();
    if (!said || said.kind === kind) return;
    const border = Math.floor((said.start + said.stop) / 2);
    const half = Math.max(Math.round(GRADUAL_SECONDS * episode.rate / 2), 1);
    const span = kind === "cut" ? [border, border]
      : said.kind === "cut"
        ? [Math.max(border - half, 0), Math.min(border + half, episode.frames)]
        : [said.start, said.stop];
    await say(current.place, {kind, start: span[0], stop: span[1]});
    look(span[0], current.place);
  },
  async undo() {
    const last = lastDecision();
    if (!last) return;
    if (last.key !== episode.key) await openEpisode(last.key);
    decisions = decisions.filter((one) => one !== last);
    renew(await tell("take-back", last));
    look(cursor, current?.isFree ? undefined : current?.place);
    await audit.renew(episode.key);
    announce(`Taken back; ${state.count.body} shots.`);
  },
  async through() {
    for (const one of state.segments.filter((segment) => segment.kind === "body")) {
      await through(one.start, one.stop);
    }
    announce("The body was gone through; its count is exact.");
  },
  next: () => goOn(),
  back() {
    const place = state.places.find((one) => one.place === visited.at(-1));
    visited.pop();
    if (place) look(place.word?.said?.start ?? place.start, place.place);
  },
  inTime(step) {
    const beyond = state.places.filter((one) => step * (one.place - current.place) > 0);
    const place = step > 0 ? beyond[0] : beyond.at(-1);
    if (place) goTo(place);
  },
};

// The last one of this page; of an episode that was opened anew, the last word that counts.
function lastDecision() {
  if (decisions.length) return decisions.at(-1);
  const words = state.places.flatMap((place) => place.word ? [place.word.number] : []);
  return words.length ? {key: episode.key, what: "word", number: Math.max(...words)} : null;
}

const keys = {
  y: () => commands.yes(), n: () => commands.no(), m: () => commands.missed(),
  "[": () => commands.move(-1), "]": () => commands.move(1),
  "{": () => commands.stretch(-1), "}": () => commands.stretch(1),
  t: () => commands.kind(KINDS[(KINDS.indexOf(there()?.kind) + 1) % KINDS.length]),
  j: () => commands.next(), k: () => commands.back(), u: () => commands.undo(),
  ",": () => commands.inTime(-1), ".": () => commands.inTime(1),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || $("keys").open) return;
  if (event.target.closest?.("select, input, textarea")) return;
  const step = {ArrowLeft: -1, ArrowRight: 1}[event.key];
  if (event.key === "?") $("keys").showModal();
  else if (step) look(cursor + step * (event.shiftKey ? NEAR : 1));
  else if (audit.isOpen && audit.keys[event.key]) attempt(audit.keys[event.key]);
  else if (keys[event.key]) attempt(keys[event.key]);
  else return;
  event.preventDefault();
});

for (const id of ["yes", "no", "missed", "undo", "through", "next", "back"]) {
  $(id).addEventListener("click", () => attempt(() => commands[id]()));
}
$("earlier").addEventListener("click", () => attempt(() => commands.move(-1)));
$("later").addEventListener("click", () => attempt(() => commands.move(1)));
$("kind").addEventListener("change", () => {
  attempt(() => commands.kind($("kind").value));
  $("kind").blur(); // so that keys mean the page again
});
$("stretch-through").addEventListener("click", () => attempt(async () => {
  if (!timeline.named) throw new Error("say first from which and to which frame");
  await through(...timeline.named);
  announce("Kept: all is seen in this stretch.");
}));
$("help").addEventListener("click", () => $("keys").showModal());
$("episode").addEventListener("change", () => {
  attempt(() => openEpisode($("episode").value));
  $("episode").blur();
});
// Another page, or another run, may have said something since.
window.addEventListener("focus", () => attempt(async () => {
  if (!episode) return;
  renew(await ask("state", {key: episode.key}));
  look(cursor, current?.isFree ? undefined : current?.place);
}));

attempt(async () => {
  const {episodes} = await ask("episodes");
  for (const one of episodes) {
    const title = one.title ? ` · ${one.title}` : "";
    const said = one.said ? ` (${one.said} looked at)` : "";
    $("episode").add(new Option(`${one.series} ${one.label}${title}${said}`, one.key));
  }
  document.title = `${episodes[0].series} · cutstat review`;
  if (!await audit.start()) await openEpisode(episodes[0].key);
  document.body.dataset.ready = "true";
});

