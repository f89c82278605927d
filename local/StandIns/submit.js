// Sends the one form of the page at once; whoever has scripts off presses its button.
/** @type {HTMLFormElement} */ (document.getElementById('answer')).submit();
