using System.Globalization;
using System.Text.RegularExpressions;

namespace Mixtura.Cli.Tests.Docs;

/// <summary>Compares what a document says is printed with what was.</summary>
/// <remarks>
/// Runs of blanks are one blank. Numbers with a decimal point may differ by one unit of the last digit shown or by 1e-6 of themselves,
/// whichever is more: their last bits depend on the processor. Of two starts that end equally high those decide, so iterations and passes
/// may be any number. A line <c>…</c> stands for any lines, <c>…</c> within a line for any text.
/// </remarks>
internal static partial class ExpectedOutput
{
    private const string Anything = "…";

    public static void AssertMatches(string place, string expected, string actual)
    {
        var wanted = Lines(expected);
        var found = Lines(actual);
        int next = 0;
        for (int i = 0; i < wanted.Length; i++)
        {
            if (string.Equals(wanted[i], Anything, StringComparison.Ordinal))
            {
                next = i + 1 == wanted.Length ? found.Length : IndexOfMatch(wanted[i + 1], found, next);
                continue;
            }

            Assert.True(
                next < found.Length && Matches(wanted[i], found[next]),
                $"{place}: the document says\n  {wanted[i]}\nprinted was\n  {(next < found.Length ? found[next] : "(nothing more)")}\nThe whole output:\n{actual}");
            next++;
        }

        Assert.True(next == found.Length, $"{place}: printed, but not in the document:\n{string.Join('\n', found.Skip(next))}");
    }

    private static int IndexOfMatch(string wanted, string[] found, int from)
    {
        int index = Array.FindIndex(found, from, line => Matches(wanted, line));
        return index < 0 ? found.Length : index;
    }

    private static string[] Lines(string text) =>
        [.. text.ReplaceLineEndings("\n").Split('\n').Select(static line => Blanks().Replace(line, " ").Trim()).Where(static line => line.Length > 0)];

    private static bool Matches(string wanted, string found)
    {
        int cut = wanted.IndexOf(Anything, StringComparison.Ordinal);
        if (cut >= 0)
        {
            return found.StartsWith(wanted[..cut], StringComparison.Ordinal) && found.EndsWith(wanted[(cut + 1)..], StringComparison.Ordinal);
        }

        wanted = Iterations().Replace(wanted, "n");
        found = Iterations().Replace(found, "n");
        var wantedNumbers = Number().Matches(wanted);
        var foundNumbers = Number().Matches(found);
        return string.Equals(Number().Replace(wanted, "#"), Number().Replace(found, "#"), StringComparison.Ordinal)
            && wantedNumbers.Zip(foundNumbers).All(static pair => AreClose(pair.First.Value, pair.Second.Value));
    }

    private static bool AreClose(string wanted, string found)
    {
        int point = wanted.IndexOf('.', StringComparison.Ordinal);
        if (point < 0)
        {
            return string.Equals(wanted, found, StringComparison.Ordinal);
        }

        double a = double.Parse(wanted, CultureInfo.InvariantCulture);
        double b = double.Parse(found, CultureInfo.InvariantCulture);
        int exponent = wanted.IndexOfAny(['e', 'E']);
        int digits = (exponent < 0 ? wanted.Length : exponent) - point - 1;
        double unit = Math.Pow(10, (exponent < 0 ? 0 : int.Parse(wanted[(exponent + 1)..], CultureInfo.InvariantCulture)) - digits);
        return Math.Abs(a - b) <= Math.Max(1.001 * unit, 1e-6 * Math.Abs(a));
    }

    [GeneratedRegex(@"[ \t]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Blanks();

    [GeneratedRegex(@"(?<=^iterations )\d+(?=, converged)|(?<=^data passes )[\d.]+|(?<![\w.])\d+(?= iterations, Converged| steps from the start to the model)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Iterations();

    [GeneratedRegex(@"(?<![\w.])-?\d+(\.\d+)?([eE][-+]?\d+)?", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Number();
}
