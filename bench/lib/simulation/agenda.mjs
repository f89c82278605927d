// What happens when: generators that yield how long they wait, in milliseconds.

/** A heap of what is to go on, the earliest first. */
export class Agenda {
  #times = /** @type {number[]} */ ([]);
  #tasks = /** @type {Iterator<number>[]} */ ([]);
  now = 0;

  add(task, delay = 0) {
    let at = this.#times.length;
    const time = this.now + delay;
    for (let above; at > 0 && this.#times[(above = (at - 1) >> 1)] > time; at = above) {
      this.#times[at] = this.#times[above];
      this.#tasks[at] = this.#tasks[above];
    }
    this.#times[at] = time;
    this.#tasks[at] = task;
  }

  /** Runs until nothing is left to do. */
  run() {
    while (this.#times.length) {
      const task = this.#take();
      const { done, value } = task.next();
      if (!done) this.add(task, value);
    }
  }

  #take() {
    const task = this.#tasks[0];
    this.now = this.#times[0];
    const time = /** @type {number} */ (this.#times.pop());
    const last = /** @type {Iterator<number>} */ (this.#tasks.pop());
    const { length } = this.#times;
    if (length) {
      let at = 0;
      for (let below; (below = 2 * at + 1) < length; at = below) {
        if (below + 1 < length && this.#times[below + 1] < this.#times[below]) below++;
        if (this.#times[below] >= time) break;
        this.#times[at] = this.#times[below];
        this.#tasks[at] = this.#tasks[below];
      }
      this.#times[at] = time;
      this.#tasks[at] = last;
    }
    return task;
  }
}
