// The only script of the login pages: browsers hand out passkeys to scripts alone.
const form = /** @type {HTMLFormElement} */ (document.querySelector('form[data-passkey]'));
const failed = /** @type {HTMLElement} */ (form.querySelector('[data-passkey-failed]'));

async function useAsync() {
    failed.hidden = true;
    const options = JSON.parse(form.dataset.options ?? '');
    try {
        const credential =
            form.dataset.passkey === 'create'
                ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
                : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
        /** @type {HTMLInputElement} */ (form.elements.namedItem('credential')).value = JSON.stringify(/** @type {PublicKeyCredential} */ (credential).toJSON());
        form.submit();
    } catch {
        // The browser has told the person why, or the person has declined.
        failed.hidden = false;
    }
}

form.addEventListener('submit', (event) => {
    event.preventDefault();
    useAsync();
});
