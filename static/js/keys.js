// Security keys: the browser asks the key, and what it answers is sent with the form. Without script, or where the
// browser knows no keys, the part that needs them stays hidden and the page says what else there is.

function bytesOf(text) {
  const plain = text.replace(/-/g, "+").replace(/_/g, "/");
  return Uint8Array.from(atob(plain), (sign) => sign.charCodeAt(0));
}

function textOf(buffer) {
  const signs = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
  return btoa(signs).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

function asked(publicKey) {
  const options = { ...publicKey };
  options.challenge = bytesOf(options.challenge);
  if (options.user) options.user = { ...options.user, id: bytesOf(options.user.id) };
  for (const name of ["excludeCredentials", "allowCredentials"]) {
    if (options[name]) options[name] = options[name].map((one) => ({ ...one, id: bytesOf(one.id) }));
  }
  return options;
}

function answered(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = textOf(credential.response[name]);
  }
  if (credential.response.getTransports) response.transports = credential.response.getTransports();
  return {
    id: credential.id,
    rawId: textOf(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment ?? undefined,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  };
}

async function askKey(form, what) {
  const { publicKey } = JSON.parse(document.getElementById("key-options").textContent)[what];
  const options = { publicKey: asked(publicKey) };
  const credential = what === "creation_options"
    ? await navigator.credentials.create(options)
    : await navigator.credentials.get(options);
  form.elements.namedItem("credential").value = JSON.stringify(answered(credential));
  form.submit();
}

for (const part of document.querySelectorAll("[data-key]")) {
  const form = part.querySelector("form");
  const said = part.querySelector("[data-key-said]");
  if (!window.PublicKeyCredential) continue;
  part.hidden = false;
  for (const words of document.querySelectorAll("[data-without-key]")) words.hidden = true;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    said.textContent = "Touch your key, or answer what your machine asks.";
    askKey(form, part.dataset.key).catch(() => {
      said.textContent = "The key did not answer, or it is not one of yours. Try again, or use another way.";
    });
  });
}
