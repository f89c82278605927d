/** Makes an element; what is text stays text. */
export function element<K extends keyof HTMLElementTagNameMap>(
    name: K,
    properties: Partial<HTMLElementTagNameMap[K]> = {},
    ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
}

export const button = (text: string, onclick: () => void) => element('button', { type: 'button', onclick }, text);

/** A part of the page under a heading. */
export function section(id: string, title: string, ...children: (Node | string)[]): HTMLElement {
    const made = element('section', {}, element('h2', { id }, title), ...children);
    made.setAttribute('aria-labelledby', id);
    return made;
}

/** A list whose entries can be removed. */
export function list<T>(entries: T[], nothing: string, show: (entry: T) => Node | string, name: (entry: T) => string, remove: (entry: T) => void): HTMLElement {
    if (!entries.length) return element('p', { className: 'none' }, nothing);
    return element(
        'ul',
        {},
        ...entries.map((entry) => {
            const made = button('Delete', () => remove(entry));
            made.setAttribute('aria-label', `Delete ${name(entry)}`);
            return element('li', {}, element('span', {}, show(entry)), made);
        }),
    );
}

/** A form of one field. */
export function form(id: string, label: string, input: Partial<HTMLInputElement>, submit: string, send: (field: HTMLInputElement) => void): HTMLFormElement {
    const field = element('input', { id, required: true, ...input });
    const made = element('form', {}, element('div', {}, element('label', { htmlFor: id }, label), field), element('button', { type: 'submit' }, submit));
    made.addEventListener('submit', (event) => {
        event.preventDefault();
        send(field);
    });
    return made;
}

/** Names and values. */
export const pairs = (entries: [string, string][]) => element('dl', {}, ...entries.flatMap(([name, value]) => [element('dt', {}, name), element('dd', {}, value)]));

export function say(text: string): void {
    document.getElementById('status')!.textContent = text;
}

export const show = (id: string, ...children: (Node | string)[]) => document.getElementById(id)!.replaceChildren(...children);
