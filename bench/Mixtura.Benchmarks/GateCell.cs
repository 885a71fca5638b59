using System.Globalization;
using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Gaussian;

namespace Mixtura.Benchmarks;

/// <summary>What the gate times: a pass over the data, an M-step, or a whole fit with default options.</summary>
internal sealed record GateCell(string Work, string Data, string Structure, int Rows, int Features, int Components, int Threads)
{
    private static readonly (int Rows, int Features, int Components)[] Sizes =
        [(1_000, 2, 3), (20_000, 2, 10), (20_000, 4, 5), (20_000, 8, 5), (10_000, 16, 16), (5_000, 32, 16), (4_096, 64, 10), (300_000, 2, 3)];

    /// <summary>The grid.</summary>
    public static IReadOnlyList<GateCell> Grid { get; } =
    [
        .. from size in Sizes
           from structure in (string[])["full", "tied", "diagonal", "spherical"]
           select new GateCell("pass", "overlapping", structure, size.Rows, size.Features, size.Components, 1),
        new("pass", "separated", "full", 20_000, 8, 16, 1),
        new("pass", "separated", "full", 10_000, 32, 16, 1),
        new("pass", "separated", "diagonal", 20_000, 16, 16, 1),
        new("pass", "overlapping", "full", 300_000, 2, 3, 2),
        new("pass", "overlapping", "full", 100_000, 16, 16, 2),
        new("maximize", "overlapping", "full", 5_000, 16, 16, 1),
        new("maximize", "overlapping", "VVE", 2_000, 8, 5, 1),
        new("fit", "overlapping", "full", 300, 2, 3, 1),
        new("fit", "separated", "full", 1_000, 4, 5, 1),
    ];

    public static GateCell Parse(string text)
    {
        string[] words = text.Split(' ');
        int Number(int at) => int.Parse(words[at], CultureInfo.InvariantCulture);
        return new(words[0], words[1], words[2], Number(3), Number(4), Number(5), Number(6));
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Work} {Data} {Structure} {Rows} {Features} {Components} {Threads}");

    /// <summary>What is to be timed, ready to run again and again.</summary>
    public Action Prepare()
    {
        var structure = CovarianceStructure.Find(Structure)!;
        var parameters = Problems.Apart(structure, Components, Features, string.Equals(Data, "separated", StringComparison.Ordinal) ? 20 : 1.5);
        var rows = new MemoryRows(new GaussianMixture(parameters, []).Sample(Rows));
        var options = new GaussianMixtureOptions { Covariance = structure, Em = new EmOptions { Threads = Threads } };
        var family = new GaussianFamily(0, null);
        var pass = new BlockPass<GaussianParameters, GaussianStatistics>(family, parameters, rows, Threads);
        pass.TryExpect(parameters, CancellationToken.None, out _);
        return Work switch
        {
            "pass" => () => pass.TryExpect(parameters, CancellationToken.None, out _),
            "maximize" => () => family.Release(family.Maximize(parameters, pass.Statistics)),
            "fit" => () => GaussianMixture.Fit(rows, Components, options),
            _ => throw new ArgumentException($"There is no work «{Work}»: pass, maximize or fit.", nameof(Work)),
        };
    }
}
