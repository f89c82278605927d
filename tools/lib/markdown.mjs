// What a page of Markdown leads to and names.

const fence = /^ *(```|~~~)[^\n]*\n[^]*?^ *\1 *$/gm;

/** Targets of links and images that are files or headings of the repository. */
export function linksIn(text) {
  const prose = text.replace(fence, '').replace(/`[^`\n]*`(?!\])/g, '');
  const targets = [...prose.matchAll(/\]\(<?([^()\s>]+)>?(?: "[^"]*")?\)|^\[[^\]]+\]: (\S+)/gm)].map(([, inline, listed]) => inline ?? listed);
  return targets.filter((target) => !/^[a-z][a-z0-9+.-]*:/i.test(target));
}

/** The anchor of a heading, as the repository's page makes it. */
export const anchorOf = (heading) =>
  heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}_\- ]/gu, '')
    .replaceAll(' ', '-');

/** The anchors of all headings; of those that are equal the later ones are counted. */
export function headingsOf(text) {
  const seen = new Map();
  return [...text.replace(fence, '').matchAll(/^#{1,6} +(.+?) *#*$/gm)].map(([, heading]) => {
    const anchor = anchorOf(heading.replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1'));
    const before = seen.get(anchor) ?? 0;
    seen.set(anchor, before + 1);
    return before ? `${anchor}-${before}` : anchor;
  });
}

/** The scripts that a text tells its reader to run. */
export const commandsIn = (text) => [...text.matchAll(/\bnpm (?:run ([\w][\w:-]*)|(start|test)\b)/g)].map(([, script, short]) => script ?? short);

/** Pages of docs/ that a text names by their path. */
export const pathsIn = (text) => [...text.matchAll(/(?<![\w./-])docs\/[\w./-]+\.md\b/g)].map(([path]) => path);

/** Files and folders that a text names in code, where their first folder is one of these; what stands for several is none. */
export const filesIn = (text, folders) =>
  [...text.replace(fence, '').matchAll(/`([\w.-]+)\/([\w./-]+)`/g)]
    .filter(([, folder, rest]) => folders.has(folder) && !/\bNAME\b/.test(rest))
    .map(([, folder, rest]) => `${folder}/${rest}`);
