// Everything here is a comfort: each page works without it.
(() => {
  'use strict';

  // What people have unfolded or typed stays when a page is merged with a newer version of itself.
  window.htmx?.registerExtension('portico-keep', {
    htmx_before_morph_attr: (element, detail) =>
      !(detail.attrName === 'open' && element instanceof HTMLDetailsElement) &&
      !(detail.attrName === 'hidden' && element.matches('[data-copy]')),
  });

  // Nothing is asked while nobody looks.
  document.addEventListener('htmx:before:request', (event) => {
    if (document.hidden && event.target instanceof Element && event.target.matches('[data-live]'))
      event.preventDefault();
  });

  const offline = document.getElementById('offline');
  const setOffline = (is) => {
    if (offline !== null) offline.hidden = !is;
  };
  document.addEventListener('htmx:error', () => setOffline(true));
  document.addEventListener('htmx:response:error', () => setOffline(true));
  document.addEventListener('htmx:after:request', (event) => {
    const status = event.detail?.ctx?.response?.status;
    if (status !== undefined && status < 400) setOffline(false);
  });

  // A stream says when something has moved; what it is, the page itself knows.
  const streams = new Map();
  const listen = () => {
    for (const [element, stream] of streams)
      if (!element.isConnected || element.dataset.stream === undefined) {
        stream.close();
        streams.delete(element);
      }
    for (const element of document.querySelectorAll('[data-stream]')) {
      if (streams.has(element)) continue;
      const stream = new EventSource(element.dataset.stream);
      streams.set(element, stream);
      let waiting = 0;
      const moved = () => {
        clearTimeout(waiting);
        waiting = setTimeout(() => element.dispatchEvent(new Event('moved')), 200);
      };
      for (const name of ['line', 'progress']) stream.addEventListener(name, moved);
      stream.addEventListener('end', () => {
        stream.close();
        moved();
      });
    }
  };
  listen();
  document.addEventListener('htmx:after:swap', listen);

  // A notice is said once: reloading must not say it again.
  if (document.querySelector('[data-notice]') !== null) {
    const url = new URL(location.href);
    url.searchParams.delete('notice');
    history.replaceState(null, '', url);
  }

  const showCopyButtons = () => {
    if (navigator.clipboard === undefined) return;
    for (const button of document.querySelectorAll('[data-copy][hidden]')) button.hidden = false;
  };
  showCopyButtons();
  document.addEventListener('htmx:after:swap', showCopyButtons);
  document.addEventListener('click', async (event) => {
    const button = event.target instanceof Element ? event.target.closest('[data-copy]') : null;
    const text = button === null ? null : document.getElementById(button.dataset.copy)?.textContent;
    if (text == null) return;
    await navigator.clipboard.writeText(text);
    const label = button.textContent;
    button.textContent = button.dataset.copied;
    setTimeout(() => {
      button.textContent = label;
    }, 1500);
  });

  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') for (const open of document.querySelectorAll('details.ask[open]')) open.open = false;
    const typing = event.target instanceof Element && event.target.closest('input, textarea, select') !== null;
    if (event.key !== '/' || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const search = document.querySelector('[data-search]');
    if (search === null) return;
    event.preventDefault();
    search.closest('details')?.setAttribute('open', '');
    search.focus();
  });

  // An editor is as high as its text, with a number for each line; a fault leads to its line.
  for (const lines of document.querySelectorAll('[data-lines-of]')) {
    const text = document.getElementById(lines.dataset.linesOf);
    if (text === null) continue;
    text.addEventListener('input', () => {
      const count = Math.max(12, text.value.split('\n').length + 1);
      text.rows = count;
      while (lines.childElementCount > count) lines.lastElementChild.remove();
      while (lines.childElementCount < count) {
        const line = document.createElement('span');
        line.textContent = String(lines.childElementCount + 1);
        lines.append(line);
      }
    });
    document.addEventListener('click', (event) => {
      const link = event.target instanceof Element ? event.target.closest('a[data-line]') : null;
      if (link === null) return;
      event.preventDefault();
      const before = text.value.split('\n').slice(0, Number(link.dataset.line) - 1);
      const start = before.join('\n').length + (before.length > 0 ? 1 : 0);
      text.focus();
      text.setSelectionRange(start, start + (text.value.slice(start).split('\n')[0]?.length ?? 0));
      lines.children[Number(link.dataset.line) - 1]?.scrollIntoView({ block: 'center' });
    });
  }

  document.querySelector('form[data-auto-submit]')?.requestSubmit();
})();
