using System.Globalization;

namespace Mixtura.Benchmarks;

/// <summary>Whether one build is slower than another: both do the same work by turns, and the ratios of the pairs are taken.</summary>
/// <remarks><c>gate --before A.dll --after B.dll [--cells WORDS] [--rounds N]</c>: a Markdown table; exit code 1 if a ratio exceeds the limit beyond doubt.
/// The order turns from pair to pair. In every round both processes are begun anew, since a process's luck with its memory lasts as long as it does, and the
/// median of its pairs is one ratio. A cell that exceeds the limit is measured again, with twice as many rounds, before it counts.</remarks>
internal static class Gate
{
    private const double Limit = 1.02;
    private const int Rounds = 7;
    private const int PairsPerRound = 7;
    private const int MostAttempts = 3;
    private const double SecondsEach = 0.02;

    public static int Run(ReadOnlySpan<string> arguments)
    {
        string before = Arguments.Value(arguments, "--before");
        string after = Arguments.Value(arguments, "--after");
        string[] words = arguments.Contains("--cells") ? Arguments.Value(arguments, "--cells").Split(' ') : [];
        int rounds = arguments.Contains("--rounds") ? int.Parse(Arguments.Value(arguments, "--rounds"), CultureInfo.InvariantCulture) : Rounds;
        var cells = GateCell.Grid.Where(cell => words.All(cell.ToString().Split(' ').Contains)).ToList();
        Console.WriteLine("| work | data | structure | N | D | K | threads | µs before | after / before | 95 % of the median | |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|---|");
        var found = cells.ToDictionary(static cell => cell, cell => Measure(before, after, cell, rounds));
        var exceeding = found.Where(static one => one.Value.Median > Limit).ToList();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\n{cells.Count - exceeding.Count} of {cells.Count} cells within {Limit}."));
        exceeding.ForEach(static one => Console.WriteLine($"{(one.Value.IsCertain ? "Slower" : "Not decided, the machine is too busy")}: {one.Key}"));
        return exceeding.Any(static one => one.Value.IsCertain) ? 1 : 0;
    }

    private static PairedRatios Measure(string before, string after, GateCell cell, int rounds)
    {
        var found = Compare(before, after, cell, rounds);
        for (int attempt = 1; attempt < MostAttempts && found.Median > Limit; attempt++)
        {
            Print(cell, found, "again");
            found = Compare(before, after, cell, rounds << attempt);
        }

        Print(cell, found, found.Median <= Limit ? string.Empty : found.IsCertain ? "**slower**" : "?");
        return found;
    }

    private static void Print(GateCell cell, PairedRatios found, string remark) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"| {string.Join(" | ", cell.ToString().Split(' '))} | {found.Before / 1000:G4} | {found.Median:F3} | {found.Low:F3}–{found.High:F3} | {remark} |"));

    private static PairedRatios Compare(string before, string after, GateCell cell, int rounds)
    {
        var ratios = new List<double>();
        var times = new List<double>();
        for (int round = 0; round < rounds; round++)
        {
            using var first = new GateClient(before);
            using var second = new GateClient(after);
            var pairs = Pairs(cell, first, second);
            ratios.Add(Median(pairs.ConvertAll(static pair => pair.After / pair.Before)));
            times.Add(Median(pairs.ConvertAll(static pair => pair.Before)));
        }

        return PairedRatios.Of(ratios, Median(times));
    }

    private static List<(double Before, double After)> Pairs(GateCell cell, GateClient before, GateClient after)
    {
        before.Prepare(cell);
        after.Prepare(cell);
        int count = Math.Max(before.Fill(SecondsEach), after.Fill(SecondsEach));
        var pairs = new List<(double, double)>();
        for (int pair = 0; pair < PairsPerRound; pair++)
        {
            double late = pair % 2 == 0 ? double.NaN : after.Time(count, cell.Threads);
            double early = before.Time(count, cell.Threads);
            late = double.IsNaN(late) ? after.Time(count, cell.Threads) : late;
            pairs.Add((early / count, late / count));
        }

        return pairs;
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }
}
