/** What a source file imports, read with the TypeScript parser: statements, re-exports, `import('…')` types and calls. */
import { dirname, join } from 'node:path/posix';
import ts from 'typescript';

export interface Import {
  /** Path from the repository's root for a relative import, else the name of the package. */
  readonly target: string;
  /** Erased at run time. */
  readonly typeOnly: boolean;
}

export interface Source {
  readonly path: string;
  readonly lines: number;
  readonly imports: readonly Import[];
  /** `Date` and `Math.random` where they are read: the compiler knows them everywhere, so it cannot forbid them. */
  readonly impure: readonly string[];
}

/** path: from the repository's root, with slashes. Of a `.svelte` file the scripts are read. */
export function readSource(path: string, text: string): Source {
  const scripts = path.endsWith('.svelte')
    ? [...text.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map(([, script]) => script).join('\n')
    : text;
  const imports: Import[] = [];
  const impure: string[] = [];
  const add = (specifier: ts.Node | undefined, typeOnly: boolean) => {
    if (!specifier || !ts.isStringLiteral(specifier)) return;
    const name = specifier.text;
    imports.push({ target: name.startsWith('.') ? join(dirname(path), name) : name, typeOnly });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node))
      add(node.moduleSpecifier, node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword);
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isImportTypeNode(node))
      add(ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined, true);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node.arguments[0], false);
    else if (ts.isIdentifier(node) && node.text === 'Date' && !ts.isPropertyAccessExpression(node.parent))
      impure.push('Date');
    else if (ts.isPropertyAccessExpression(node) && node.getText() === 'Math.random') impure.push('Math.random');
    else if (ts.isPropertyAccessExpression(node) && node.getText().startsWith('Date.')) impure.push(node.getText());
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, scripts, ts.ScriptTarget.Latest, true));
  return { path, lines: text.split('\n').length - 1, imports, impure };
}
