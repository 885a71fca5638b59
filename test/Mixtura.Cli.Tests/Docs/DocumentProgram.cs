using System.Reflection;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Mixtura.Cli.Tests.Docs;

/// <summary>All C# blocks of a document as one program: read from top to bottom, later blocks use what earlier ones declare.</summary>
/// <remarks>A block that declares a namespace is a file of its own. Errors of the compiler are reported at the document's lines.</remarks>
internal sealed class DocumentProgram(string document, IReadOnlyList<MarkdownBlock> blocks)
{
    private const char Mark = '\u001e';

    private const string ImplicitUsings =
        "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; "
        + "global using System.Threading; global using System.Threading.Tasks;";

    private static readonly CSharpParseOptions Options = new(LanguageVersion.Latest);

    /// <summary>Compiles and runs it.</summary>
    /// <returns>What each block printed.</returns>
    public IReadOnlyList<string> Run()
    {
        var main = (Assembly.Load(Compile()).EntryPoint ?? throw new InvalidOperationException($"{document}: no block has a statement."))
            .CreateDelegate<Action<string[]>>();
        using var output = new StringWriter();
        var before = Console.Out;
        Console.SetOut(output);
        try
        {
            main([]);
        }
        finally
        {
            Console.SetOut(before);
        }

        var parts = output.ToString().Split(Mark);
        return [.. parts.Skip(1)];
    }

    private byte[] Compile()
    {
        var compilation = CSharpCompilation.Create(
            "Document" + Guid.NewGuid().ToString("N"),
            Sources().Select(static source => CSharpSyntaxTree.ParseText(source, Options)),
            References(),
            new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable));
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        Assert.True(
            result.Success,
            $"{document} does not compile:\n" + string.Join('\n', result.Diagnostics.Where(static d => d.Severity == DiagnosticSeverity.Error).Select(Describe)));
        return image.ToArray();
    }

    private static string Describe(Diagnostic diagnostic)
    {
        var line = diagnostic.Location.GetMappedLineSpan();
        return $"{line.Path}:{line.StartLinePosition.Line + 1}: {diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}";
    }

    private static IEnumerable<MetadataReference> References() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(static path => MetadataReference.CreateFromFile(path));

    private IEnumerable<string> Sources()
    {
        var usings = new StringBuilder();
        var statements = new StringBuilder();
        var types = new StringBuilder();
        yield return ImplicitUsings;
        foreach (var block in blocks)
        {
            var root = CSharpSyntaxTree.ParseText(block.Text, Options).GetCompilationUnitRoot();
            statements.Append(System.Globalization.CultureInfo.InvariantCulture, $"\n;Console.Write('\\u{(int)Mark:x4}');\n");
            if (root.Members.Any(static member => member is BaseNamespaceDeclarationSyntax))
            {
                yield return $"#line {block.Line} \"{document}\"\n{block.Text}";
                continue;
            }

            foreach (var node in root.Usings)
            {
                Append(usings, block, node);
            }

            foreach (var member in root.Members)
            {
                Append(member is GlobalStatementSyntax ? statements : types, block, member);
            }
        }

        yield return $"{usings}\n{statements}\n{types}";
    }

    private void Append(StringBuilder text, MarkdownBlock block, SyntaxNode node)
    {
        int line = block.Line + node.SyntaxTree.GetLineSpan(node.FullSpan).StartLinePosition.Line;
        text.Append(System.Globalization.CultureInfo.InvariantCulture, $"\n#line {line} \"{document}\"\n{node.ToFullString()}");
    }
}
