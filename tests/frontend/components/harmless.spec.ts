import { Sanitizer } from '@jupyterlab/apputils';
import { harmless, withoutFetches } from '../../../src/components/harmless';

describe('a text that a stranger wrote', () => {
  it('makes the browser fetch nothing', () => {
    const html = withoutFetches(
      '<p><img src="https://evil.example/a.png" alt="a curve"><video src="x" poster="y"></video></p>'
    );
    expect(html).toBe('<p>[a curve][x]</p>');
  });

  it('keeps pictures that are in it', () => {
    const picture = '<img src="data:image/png;base64,AAAA">';
    expect(withoutFetches(picture)).toBe(picture);
    expect(withoutFetches('<img src="data:image/svg+xml,<svg/>">')).toBe(
      '[data:image/svg+xml,&lt;svg/&gt;]'
    );
  });

  it('loads nothing by its style', () => {
    expect(
      withoutFetches('<p style="background: url(https://evil.example)">x</p>')
    ).toBe('<p>x</p>');
    expect(withoutFetches('<p style="color: red">x</p>')).toContain('red');
  });

  it('executes no commands of JupyterLab', () => {
    expect(
      withoutFetches(
        '<button data-commandlinker-command="mltrack:delete-model">x</button>'
      )
    ).toBe('<button>x</button>');
  });

  it('runs no script', () => {
    const safe = harmless(new Sanitizer());
    expect(safe.sanitize('<script>1</script><b onclick="x()">bold</b>')).toBe(
      '<b>bold</b>'
    );
  });
});
