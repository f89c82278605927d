// Amplify names a device by its browser; Node.js has had one only since version 21.
globalThis.navigator ??= /** @type {any} */ ({ userAgent: 'Node.js' });
