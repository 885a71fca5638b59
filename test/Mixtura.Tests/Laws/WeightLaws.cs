using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Gaussian;
using Mixtura.Mixtures;
using Mixtura.Tests.Generated;

namespace Mixtura.Tests.Laws;

/// <summary>A row of weight w counts as if it stood there w times.</summary>
/// <remarks>The same sums in another order: after 25 steps the rounding differences of 1e-16 a step, which EM carries on, stay within 1e-9; at an
/// offset of 1e8 the means themselves are rounded to 1e-8.</remarks>
public class WeightLaws
{
    // one start: of several that reach one optimum the last bits of their bounds would choose
    private static readonly GaussianMixtureOptions Options = new() { Restarts = 1, Em = new EmOptions { MaxIterations = 25, Tolerance = 0 } };

    public static TheoryData<string, string, string> Starts
    {
        get
        {
            // every shape and structure, each with one of the ways to start
            var data = new TheoryData<string, string, string>();
            int turn = 0;
            foreach (string shape in Shapes.Names)
            {
                turn++;
                foreach (var structure in Shapes.Plain)
                {
                    data.Add(shape, structure.Name, Initialization.All[turn++ % Initialization.All.Count].Name);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Starts))]
    public void IntegerWeights_EqualRepeatedRows(string shape, string structure, string initialization)
    {
        var data = Shapes.Of(shape);
        int[] times = [.. Enumerable.Range(0, data.Rows.Rows).Select(static i => 1 + (i % 3))];
        var weighted = data with { Weights = Array.ConvertAll(times, static count => (double)count) };
        var repeated = data.Pick([.. times.SelectMany(static (count, i) => Enumerable.Repeat(i, count))], weights: null);
        Same(shape, repeated, weighted, structure, Options with { Initialization = Initialization.Find(initialization)! });
    }

    [Theory]
    [MemberData(nameof(Starts))]
    public void ZeroWeight_EqualsRowLeftOut(string shape, string structure, string initialization)
    {
        var data = Shapes.Of(shape);
        var weights = data.AllWeights.Select(static (w, i) => i % 4 == 1 ? 0 : w).ToArray();
        int[] kept = [.. Enumerable.Range(0, weights.Length).Where(i => weights[i] > 0)];
        var without = data.Pick(kept, Array.ConvertAll(kept, i => weights[i]));
        Same(shape, without, data with { Weights = weights }, structure, Options with { Initialization = Initialization.Find(initialization)! });
    }

    [Theory]
    [InlineData(1e3)]
    [InlineData(1e30)]
    [InlineData(1e200)]
    [InlineData(double.MaxValue)]
    public void ZeroWeight_IsZeroWhateverStandsThere(double value)
    {
        foreach (var structure in Shapes.Plain)
        {
            var data = Shapes.Of("a plane");
            int n = data.Rows.Rows;
            var values = data.Rows.Values.ToArray().Concat([value, -value]).ToArray();
            var extended = data with { Rows = new RowMatrix(values, 2), Weights = [.. Enumerable.Repeat(1.0, n), 0] };
            Same("a plane", data, extended, structure.Name, Options);
        }
    }

    [Theory]
    [MemberData(nameof(Shapes.Structures), MemberType = typeof(Shapes))]
    public void UnitWeights_GiveTheBitsOfNoWeights(string structure)
    {
        var data = Shapes.Of("many rows");
        Fits.SameBits(Fits.Run(data, structure, Options).Model, Fits.Run(data with { Weights = data.AllWeights }, structure, Options).Model);
    }

    private static void Same(string shape, DataSet expected, DataSet actual, string structure, GaussianMixtureOptions options)
    {
        var one = Fits.Run(expected, structure, options);
        var other = Fits.Run(actual, structure, options);
        Agree.Relatively(one.Score.TotalWeight, other.Score.TotalWeight, 1e-13, "total weight");
        Agree.Within(one.LowerBound, other.LowerBound, 1e-10 * (Math.Abs(one.LowerBound) + one.Score.TotalWeight), "bound");
        Agree.Parameters(MixtureParameters.Of(one.Model), MixtureParameters.Of(other.Model), shape == "offset 1e8" ? 1e-6 : 1e-8);
    }
}
