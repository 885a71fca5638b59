using System.Diagnostics;

namespace Mixtura.Tests.Frozen;

/// <summary>Makes the frozen fits anew, in this process or in one whose vectors have another width.</summary>
internal static class FrozenFits
{
    /// <summary>The argument that asks for them.</summary>
    public const string Command = "frozen-fits";

    /// <summary>Prints the machine's name and then a line a fit: figures and name.</summary>
    public static int Print()
    {
        Console.WriteLine(FrozenMachine.Name(FrozenMachine.Width));
        foreach (var (name, figures) in Make())
        {
            Console.WriteLine($"{figures} {name}");
        }

        return 0;
    }

    /// <summary>All fits at a width, by name.</summary>
    public static async Task<SortedDictionary<string, FrozenFigures>> MakeAsync(int width) => width == FrozenMachine.Width ? Make() : await MakeElsewhereAsync(width);

    private static SortedDictionary<string, FrozenFigures> Make()
    {
        var made = new SortedDictionary<string, FrozenFigures>(StringComparer.Ordinal);
        Parallel.ForEach(FrozenCases.All, one =>
        {
            var figures = one.Value();
            lock (made)
            {
                made.Add(one.Key, figures);
            }
        });
        return made;
    }

    private static async Task<SortedDictionary<string, FrozenFigures>> MakeElsewhereAsync(int width)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [typeof(FrozenFits).Assembly.Location, Command])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in FrozenMachine.Environment(width))
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        string[] lines = (await process.StandardOutput.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await errors);
        Assert.Equal(FrozenMachine.Name(width), lines[0]);
        return FrozenRecord.ParseFits(lines[1..]);
    }
}
