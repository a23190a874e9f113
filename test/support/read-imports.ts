/** What a source file imports and exports, read with the TypeScript parser: statements, re-exports,
 *  `import('…')` types and calls. */
import { dirname, join } from 'node:path/posix';
import ts from 'typescript';

export interface Import {
  /** Path from the repository's root for a relative import, else the name of the package. */
  readonly target: string;
  /** Erased at run time. */
  readonly typeOnly: boolean;
  /** As the target exports them; `*` for all of them. */
  readonly names: readonly string[];
}

export interface Export {
  readonly name: string;
  readonly isType: boolean;
  /** Its own file reads it too. */
  readonly usedHere: boolean;
}

export interface Source {
  readonly path: string;
  readonly lines: number;
  readonly imports: readonly Import[];
  /** Of a `.svelte` file none: a component is used by its file. */
  readonly exports: readonly Export[];
  /** `Date`, but for Date.parse, which reads no clock, and `Math.random` where they are read: the compiler knows them
   *  everywhere, so it cannot forbid them. */
  readonly impure: readonly string[];
}

/** path: from the repository's root, with slashes. Of a `.svelte` file the scripts are read. */
export function readSource(path: string, text: string): Source {
  const scripts = path.endsWith('.svelte')
    ? [...text.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map(([, script]) => script).join('\n')
    : text;
  const imports: Import[] = [];
  const impure: string[] = [];
  const exported = new Map<string, boolean>();
  const mentions = new Map<string, number>();
  const add = (specifier: ts.Node | undefined, typeOnly: boolean, names: readonly string[]) => {
    if (!specifier || !ts.isStringLiteral(specifier)) return;
    const name = specifier.text;
    imports.push({ target: name.startsWith('.') ? join(dirname(path), name) : name, typeOnly, names });
  };
  const visit = (node: ts.Node): void => {
    for (const name of exportedNames(node)) exported.set(name, isType(node));
    if (ts.isIdentifier(node) && !isMember(node)) mentions.set(node.text, (mentions.get(node.text) ?? 0) + 1);
    if (ts.isImportDeclaration(node))
      add(
        node.moduleSpecifier,
        node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword,
        importedNames(node.importClause),
      );
    else if (ts.isExportDeclaration(node))
      add(node.moduleSpecifier, node.isTypeOnly, node.exportClause ? bindings(node.exportClause) : ['*']);
    else if (ts.isImportTypeNode(node))
      add(ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined, true, [
        node.qualifier?.getText() ?? '*',
      ]);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node.arguments[0], false, ['*']);
    else if (ts.isIdentifier(node) && node.text === 'Date' && !ts.isPropertyAccessExpression(node.parent))
      impure.push('Date');
    else if (ts.isPropertyAccessExpression(node) && node.getText() === 'Math.random') impure.push('Math.random');
    else if (ts.isPropertyAccessExpression(node) && /^Date\.(?!parse$)/.test(node.getText()))
      impure.push(node.getText());
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, scripts, ts.ScriptTarget.Latest, true));
  const exports = path.endsWith('.svelte')
    ? []
    : [...exported].map(([name, isType]) => ({ name, isType, usedHere: (mentions.get(name) ?? 0) > 1 }));
  return { path, lines: text.split('\n').length - 1, imports, exports, impure };
}

function importedNames(clause: ts.ImportClause | undefined): string[] {
  if (!clause) return [];
  return [...(clause.name ? ['default'] : []), ...(clause.namedBindings ? bindings(clause.namedBindings) : [])];
}

/** Of `{ a, b as c }`: a and b. Of `* as d`: everything. */
const bindings = (node: ts.NamedImportBindings | ts.NamedExportBindings): string[] =>
  ts.isNamedImports(node) || ts.isNamedExports(node)
    ? node.elements.map(({ propertyName, name }) => (propertyName ?? name).text)
    : ['*'];

function exportedNames(node: ts.Node): string[] {
  if (ts.isExportDeclaration(node) && node.exportClause && ts.isNamedExports(node.exportClause))
    return node.exportClause.elements.map(({ name }) => name.text);
  if (ts.isExportAssignment(node)) return ['default'];
  if (!ts.canHaveModifiers(node) || !node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword))
    return [];
  if (ts.isVariableStatement(node)) return node.declarationList.declarations.flatMap(({ name }) => declared(name));
  const { name } = node as ts.Node as ts.DeclarationStatement;
  return name ? [name.text] : ['default'];
}

const isType = (node: ts.Node): boolean => ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node);

const declared = (name: ts.BindingName): string[] =>
  ts.isIdentifier(name)
    ? [name.text]
    : name.elements.flatMap((element) => (ts.isBindingElement(element) ? declared(element.name) : []));

/** The b of `a.b`, of `{ b: 1 }` and of a declaration of members: no reading of a variable b. */
function isMember(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node;
  if (ts.isQualifiedName(parent)) return parent.right === node;
  return (
    (ts.isPropertyAssignment(parent) ||
      ts.isPropertySignature(parent) ||
      ts.isPropertyDeclaration(parent) ||
      ts.isMethodSignature(parent) ||
      ts.isMethodDeclaration(parent)) &&
    parent.name === node
  );
}
