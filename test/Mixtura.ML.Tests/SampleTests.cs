using Mixtura.Cli.Tests.Docs;
using Mixtura.Tests;

namespace Mixtura.ML.Tests;

public class SampleTests
{
    /// <summary>The program of samples/ml-net prints what samples/README.md says.</summary>
    [Fact]
    public void Sample_PrintsWhatItsDocumentSays()
    {
        string samples = Path.Combine(RepositoryRoot.Path, "samples");
        string document = File.ReadAllText(Path.Combine(samples, "README.md")).ReplaceLineEndings("\n");
        string expected = document.Split("ml-net samples/iris.csv\n```\n\n```text\n")[1].Split("```")[0];
        using var output = new StringWriter();
        var before = Console.Out;
        Console.SetOut(output);
        try
        {
            var main = System.Reflection.Assembly.Load("ml-net").EntryPoint!.CreateDelegate<Action<string[]>>();
            main([Path.Combine(samples, "iris.csv")]);
        }
        finally
        {
            Console.SetOut(before);
        }

        ExpectedOutput.AssertMatches("samples/README.md", expected, output.ToString());
    }
}
