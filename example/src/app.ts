import type { User } from 'oidc-client-ts';
import { Auth } from './auth.js';
import { loadConfig, type Config } from './config.js';
import { Data } from './data.js';
import { button, element, form, list, pairs, say, section, show } from './view.js';

const stranger = (region: string) => `${region}:00000000-0000-4000-8000-000000000000`;

/** Does something, and says what became of it. */
async function attempt(what: string, act: () => Promise<unknown>): Promise<void> {
    say(`${what} …`);
    try {
        await act();
        say(`${what}: done.`);
    } catch (error) {
        say(`${what}: ${(error as Error).message}`);
    }
}

function showSignedOut(auth: Auth): void {
    show(
        'session',
        button('Sign in', () => attempt('Going to the sign-in page', auth.signIn)),
    );
    show('main', element('p', {}, 'Sign in to see your own files and notes. Nobody else can: the policies of your role say so.'));
}

function showYou(user: User, data: Data): HTMLElement {
    const claims = Object.entries(user.profile).map(([name, value]): [string, string] => [name, typeof value === 'string' ? value : JSON.stringify(value)]);
    return section('you', 'You', pairs([['identity', data.identityId], ['role', data.role], ['credentials end', data.expires.toLocaleTimeString()], ...claims]));
}

async function showFiles(data: Data): Promise<void> {
    const files = await data.files();
    show(
        'files-list',
        list(
            files,
            'No files yet.',
            (name) =>
                button(name, () =>
                    attempt(`Reading ${name}`, async () => {
                        show('content', element('pre', {}, (await data.file(name)).slice(0, 2000)));
                    }),
                ),
            (name) => name,
            (name) =>
                attempt(`Deleting ${name}`, async () => {
                    await data.deleteFile(name);
                    await showFiles(data);
                }),
        ),
    );
}

async function showNotes(data: Data): Promise<void> {
    const notes = await data.notes();
    show(
        'notes-list',
        list(
            notes,
            'No notes yet.',
            ({ text }) => text,
            ({ text }) => text,
            (note) =>
                attempt('Deleting a note', async () => {
                    await data.deleteNote(note);
                    await showNotes(data);
                }),
        ),
    );
}

/** What somebody else's data answers: a refusal, or it would be a fault of the policies. */
async function tryOthers(data: Data, owner: string): Promise<void> {
    const tries: [string, () => Promise<unknown>][] = [
        ['list the files', () => data.files(owner)],
        ['read a file', () => data.file('diary.txt', owner)],
        ['read the notes', () => data.notes(owner)],
    ];
    const outcomes = await Promise.all(
        tries.map(async ([what, act]) => {
            try {
                await act();
                return `${what}: it was let through!`;
            } catch (error) {
                return `${what}: ${(error as Error).name}: ${(error as Error).message}`;
            }
        }),
    );
    show('refusals', ...outcomes.map((outcome) => element('p', { className: 'refused' }, outcome)));
}

async function showSignedIn(config: Config, auth: Auth, user: User): Promise<void> {
    show(
        'session',
        element('span', {}, `${user.profile.email ?? user.profile.sub} `),
        button('Sign out', () => attempt('Signing out', () => auth.signOut())),
    );
    const data = await Data.open(config, user.id_token!);
    show(
        'main',
        section(
            'files',
            'Your files',
            form('file', 'A file', { type: 'file' }, 'Put it', ({ files }) =>
                attempt('Putting the file', async () => {
                    await data.putFile(files![0]!);
                    await showFiles(data);
                }),
            ),
            element('div', { id: 'files-list' }),
            element('div', { id: 'content' }),
        ),
        section(
            'notes',
            'Your notes',
            form('note', 'A note', { type: 'text', maxLength: 500, autocomplete: 'off' }, 'Add it', (field) =>
                attempt('Adding the note', async () => {
                    await data.addNote(field.value);
                    field.value = '';
                    await showNotes(data);
                }),
            ),
            element('div', { id: 'notes-list' }),
        ),
        section(
            'others',
            "Somebody else's",
            form('ben', "Ben's identity", { type: 'text', value: stranger(config.region), autocomplete: 'off' }, "Read Ben's", ({ value }) =>
                attempt("Reading Ben's", () => tryOthers(data, value)),
            ),
            element('div', { id: 'refusals' }),
        ),
        showYou(user, data),
    );
    await Promise.all([showFiles(data), showNotes(data)]);
}

try {
    const config = await loadConfig();
    const auth = new Auth(config);
    let refusal = '';
    const user = await auth.user().catch((error: Error) => {
        refusal = error.message;
        return null;
    });
    if (user) await showSignedIn(config, auth, user);
    else showSignedOut(auth);
    say(refusal);
} catch (error) {
    say((error as Error).message);
}
