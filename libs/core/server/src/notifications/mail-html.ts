const FONT = `font:16px/1.6 system-ui,'PingFang SC','Microsoft YaHei',sans-serif`;

/** The HTML part of a mail whose text is `body`: its paragraphs, everything escaped, with links to click. */
export function mailHtml(subject: string, body: string): string {
  const paragraphs = body
    .split(/\n{2,}/)
    .map((text) => `<p style="margin:0 0 16px">${linked(text).replaceAll('\n', '<br>')}</p>`)
    .join('\n');
  return `<!doctype html>
<html><head><meta charset="utf-8"><title>${escaped(subject)}</title></head>
<body style="margin:0;padding:24px;background:#f5f5f4;color:#1c1917;${FONT}">
<div style="max-width:560px;margin:0 auto;padding:32px;background:#fff;border-radius:12px">
<div style="margin:0 0 24px;font-weight:600;color:#2f6f4e">梧桐 Wutong</div>
${paragraphs}
</div></body></html>`;
}

function linked(text: string): string {
  return text
    .split(/(https?:\/\/[^\s<>"'，。；：、！？（）]+)/)
    .map((part, i) => (i % 2 ? `<a style="color:#2f6f4e" href="${escaped(part)}">${escaped(part)}</a>` : escaped(part)))
    .join('');
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
