using System.Reflection;

namespace Mixtura.Cli.Tests.Docs;

/// <summary>The programs in <c>samples/</c>, built with the tests.</summary>
internal static class SampleProgram
{
    /// <summary>Runs one in the current folder.</summary>
    /// <param name="name">The folder, which names the assembly too.</param>
    /// <param name="arguments">What follows on the command line.</param>
    /// <returns>What it printed.</returns>
    public static string Run(string name, string[] arguments)
    {
        using var output = new StringWriter();
        var before = Console.Out;
        Console.SetOut(output);
        try
        {
            Assembly.Load(name).EntryPoint!.CreateDelegate<Action<string[]>>()(arguments);
        }
        finally
        {
            Console.SetOut(before);
        }

        return output.ToString();
    }
}
