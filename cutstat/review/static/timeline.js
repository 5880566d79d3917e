// The pacing curve to navigate by, and the segments below it, whose edges can be dragged.

import {$, clock} from "./api.js";

const KINDS = ["opening", "ending", "preview", "eyecatch", "recap", "card", "body"];
const SVG = "http://www.w3.org/2000/svg";

export class Timeline {
  constructor({onFrame, onSegments}) {
    this.onSegments = onSegments;
    for (const kind of KINDS) $("kind-of-segment").add(new Option(kind));
    $("track").querySelector("svg").addEventListener("click", (event) => {
      onFrame(this.#frameAt(event.clientX));
    });
    $("from").addEventListener("click", () => this.#set("from"));
    $("to").addEventListener("click", () => this.#set("to"));
    $("name-stretch").addEventListener("click", () => this.#name());
    $("no-such").addEventListener("click", () => onSegments($("kind-of-segment").value, []));
  }

  open(episode) {
    this.episode = episode;
    this.stretch = {};
    $("from-frame").value = $("to-frame").value = "–";
  }

  show(state) {
    this.state = state;
    const top = Math.max(...state.pacing, 1);
    const last = state.pacing.length - 1;
    const points = state.pacing.map((rate, index) =>
      `${(1000 * index / last).toFixed(1)},${(96 - 90 * rate / top).toFixed(1)}`);
    $("curve").setAttribute("d", points.length ? `M0,100L${points.join("L")}L1000,100Z` : "");
    $("doubts").replaceChildren(...state.places
      .filter((place) => !place.word && place.gain >= 0.1)
      .map((place) => {
        const mark = document.createElementNS(SVG, "line");
        const x = 1000 * this.#share(place.place);
        for (const [name, value] of Object.entries({x1: x, x2: x, y1: 100 - 60 * place.gain, y2: 100})) {
          mark.setAttribute(name, value);
        }
        return mark;
      }));
    this.#segments(state.segments);
  }

  mark(frame) {
    this.cursor = frame;
    const x = 1000 * this.#share(frame);
    $("here").setAttribute("x1", x);
    $("here").setAttribute("x2", x);
  }

  get named() {
    const {from, to} = this.stretch;
    return from !== undefined && to !== undefined && from < to ? [from, to] : null;
  }

  #share(frame) {
    const times = this.episode.milliseconds;
    return times[frame] / (times.at(-1) || 1);
  }

  #frameAt(x) {
    const box = $("track").getBoundingClientRect();
    const times = this.episode.milliseconds;
    const wanted = Math.min(Math.max((x - box.left) / box.width, 0), 1) * times.at(-1);
    let low = 0;
    let high = times.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (times[middle] <= wanted) low = middle;
      else high = middle - 1;
    }
    return Math.min(low, this.episode.frames - 1);
  }

  #set(end) {
    this.stretch[end] = this.cursor + (end === "to" ? 1 : 0);
    $(`${end}-frame`).value = this.stretch[end];
  }

  #name() {
    const kind = $("kind-of-segment").value;
    const stretch = this.named;
    if (!stretch) throw new Error("say first from which and to which frame");
    const others = this.#spans(kind).filter(([start, stop]) =>
      stop <= stretch[0] || start >= stretch[1]);
    this.onSegments(kind, [...others, stretch]);
  }

  #spans(kind) {
    return this.state.segments.filter((one) => one.kind === kind)
      .map((one) => [one.start, one.stop]);
  }

  #segments(segments) {
    const pieces = segments.map((one) => {
      const piece = document.createElement("span");
      piece.className = `piece ${one.kind}`;
      piece.title = `${one.kind}: ${one.evidence}`;
      piece.style.left = `${100 * this.#share(one.start)}%`;
      piece.style.width = `${100 * (this.#share(one.stop) - this.#share(one.start))}%`;
      return piece;
    });
    const edges = segments.slice(1).map((after, index) => this.#edge(segments[index], after));
    $("band").replaceChildren(...pieces, ...edges);
    $("segment-list").replaceChildren(...segments.map((one) => {
      const row = document.createElement("li");
      row.className = one.kind;
      const times = this.episode.milliseconds;
      row.textContent = `${one.kind} ${clock(times[one.start])} to ${clock(times[one.stop])}, ` +
        `frames ${one.start} to ${one.stop}: ${one.evidence}`;
      return row;
    }));
  }

  #edge(before, after) {
    const edge = document.createElement("button");
    edge.className = "edge";
    const place = (frame) => {
      edge.frame = Math.min(Math.max(frame, before.start + 1), after.stop - 1);
      edge.style.left = `${100 * this.#share(edge.frame)}%`;
      const time = clock(this.episode.milliseconds[edge.frame]);
      edge.setAttribute("aria-label", `Edge of ${before.kind} and ${after.kind} at ${time}`);
      edge.title = time;
    };
    const settle = () => {
      if (edge.frame === after.start || edge.isSettled) return;
      edge.isSettled = true; // it is drawn anew, and loses the focus on its way out
      this.#move(before, after, edge.frame);
    };
    place(after.start);
    edge.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      edge.focus();
      edge.setPointerCapture(event.pointerId);
      edge.onpointermove = (moved) => place(this.#frameAt(moved.clientX));
      edge.onpointerup = edge.onpointercancel = () => {
        edge.onpointermove = edge.onpointerup = edge.onpointercancel = null;
        settle();
      };
    });
    edge.addEventListener("keydown", (event) => {
      const step = {ArrowLeft: -1, ArrowRight: 1}[event.key];
      if (!step) return;
      event.preventDefault();
      event.stopPropagation();
      place(edge.frame + step * (event.shiftKey ? Math.round(this.episode.rate) : 1));
    });
    edge.addEventListener("keyup", (event) => {
      if (event.key === "Enter") settle();
    });
    edge.addEventListener("blur", settle);
    return edge;
  }

  // Both neighbours of an edge are said; what is body is the rest, and needs no word.
  async #move(before, after, frame) {
    const moved = new Map();
    for (const [one, span] of [[before, [before.start, frame]], [after, [frame, after.stop]]]) {
      if (one.kind === "body") continue;
      const spans = moved.get(one.kind) ?? this.#spans(one.kind);
      moved.set(one.kind, spans.map((old) => old[0] === one.start ? span : old));
    }
    for (const [kind, spans] of moved) await this.onSegments(kind, spans);
  }
}
