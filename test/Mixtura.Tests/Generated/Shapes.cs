using Mixtura.Data;
using Mixtura.Gaussian;

namespace Mixtura.Tests.Generated;

/// <summary>Data of several shapes, the same on every run: what the laws are held over.</summary>
internal static class Shapes
{
    private static readonly Dictionary<string, Func<DataSet>> All = new(StringComparer.Ordinal)
    {
        ["a line"] = () => Clusters(60, 1, 2, seed: 1),
        ["a plane"] = () => Clusters(300, 2, 3, seed: 2),
        ["ties"] = () => Clusters(240, 2, 2, seed: 3).Map(static (x, _) => Math.Round(x)),
        ["offset 1e8"] = () => Clusters(400, 3, 2, seed: 4).Map(static (x, _) => x + (1 << 27)),
        ["scale 1e-9"] = () => Clusters(300, 3, 2, seed: 5).Map(static (x, _) => x * 1e-9),
        ["scale 1e9"] = () => Clusters(257, 4, 3, seed: 6).Map(static (x, _) => x * 1e9),
        ["mixed scales"] = () => Clusters(300, 3, 2, seed: 7).Map(static (x, j) => x * (j == 0 ? 1e9 : j == 1 ? 1e-9 : 1)),
        ["outliers"] = () => Clusters(500, 2, 2, seed: 8).Map(OutlierEvery(97 * 2)),
        ["twelve features"] = () => Clusters(900, 12, 3, seed: 9),
        ["many rows"] = () => Clusters(5000, 5, 4, seed: 10),
        ["weighted"] = () => Weighted(Clusters(500, 3, 2, seed: 11)),
    };

    public static DataSet Of(string name) => All[name]();

    public static CovarianceStructure Structure(string name) => CovarianceStructure.Find(name)!;

    public static IEnumerable<string> Names => All.Keys;

    /// <summary>The four structures that plain formulas are written for in the tests.</summary>
    public static IReadOnlyList<CovarianceStructure> Plain { get; } =
        [CovarianceStructure.Full, CovarianceStructure.Tied, CovarianceStructure.Diagonal, CovarianceStructure.Spherical];

    /// <summary>The other ten.</summary>
    public static IReadOnlyList<CovarianceStructure> Decomposed { get; } = [.. CovarianceStructure.All.Except(Plain)];

    /// <summary>Every shape.</summary>
    public static TheoryData<string> Each => [.. Names];

    /// <summary>Every structure.</summary>
    public static TheoryData<string> Structures => [.. Plain.Select(static structure => structure.Name)];

    /// <summary>Every shape with every structure.</summary>
    public static TheoryData<string, string> TimesStructures
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (string shape in Names)
            {
                foreach (var structure in Plain)
                {
                    data.Add(shape, structure.Name);
                }
            }

            return data;
        }
    }

    /// <summary>Overlapping Gaussian clusters of unequal weight, size and direction. Values are multiples of 2⁻¹⁶: adding 2²⁷ to them is exact.</summary>
    public static DataSet Clusters(int rows, int columns, int components, ulong seed) => Clusters(rows, columns, components, seed, static random => random.Gaussian());

    /// <summary>The same from other deviates.</summary>
    public static DataSet Clusters(int rows, int columns, int components, ulong seed, Func<Generator, double> deviate)
    {
        var random = new Generator(seed);
        var means = Draw(components * columns, () => 3 * deviate(random));
        var mixing = Draw(components * columns * columns, () => 0.6 * deviate(random));
        var values = new double[rows * columns];
        for (int i = 0; i < rows; i++)
        {
            int k = Math.Min(random.Index(components), random.Index(components + 1));
            var z = Draw(columns, () => deviate(random));
            for (int j = 0; j < columns; j++)
            {
                double x = means[(k * columns) + j] + (0.4 * z[j]);
                for (int m = 0; m < columns; m++)
                {
                    x += mixing[(((k * columns) + j) * columns) + m] * z[m];
                }

                values[(i * columns) + j] = Math.Round(x * 65536) / 65536;
            }
        }

        return new DataSet(new RowMatrix(values, columns), null, components);
    }

    // every fifth row counts nothing, the others 0.25 … 2.5
    private static DataSet Weighted(DataSet data) => data with
    {
        Weights = [.. Enumerable.Range(0, data.Rows.Rows).Select(static i => i % 5 == 0 ? 0 : 0.25 * (1 + (i % 10)))],
    };

    private static Func<double, int, double> OutlierEvery(int values)
    {
        int seen = 0;
        return (x, _) => seen++ % values == values - 1 ? x * 300 : x;
    }

    private static double[] Draw(int count, Func<double> next) => [.. Enumerable.Range(0, count).Select(_ => next())];
}
