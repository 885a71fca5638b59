using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Families.StudentT;
using Mixtura.Gaussian;
using Mixtura.Tests.Generated;

namespace Mixtura.Tests.Families.StudentT;

/// <summary>The local coordinates: a gradient that is the bound's slope, a retraction and its inverse, and few passes.</summary>
public class AccelerationTests
{
    public static TheoryData<string, string> Cases
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (string structure in (string[])["full", "tied", "diagonal", "spherical"])
            {
                foreach (string degrees in (string[])["estimated", "shared", "fixed"])
                {
                    data.Add(structure, degrees);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Gradient_IsTheBoundsSlope(string structure, string degrees)
    {
        var data = Shapes.Of("weighted");
        var family = Mixed.Family(structure, degrees);
        var model = Mixed.Start(family, data);
        int length = family.TangentLength(model);
        var gradient = new double[length];
        family.Gradient(model, Mixed.Expect(family, model, data.Source, 0, data.Rows.Rows).Statistics, gradient);
        double BoundAt(int coordinate, double step)
        {
            var tangent = new double[length];
            tangent[coordinate] = step;
            return Mixed.Expect(family, family.Retract(model, tangent), data.Source, 0, data.Rows.Rows).Bound / data.TotalWeight;
        }

        const double h = 1e-4;
        for (int i = 0; i < length; i++)
        {
            double slope = ((8 * (BoundAt(i, h) - BoundAt(i, -h))) - (BoundAt(i, 2 * h) - BoundAt(i, -2 * h))) / (12 * h);
            Agree.Within(slope, gradient[i], 1e-9, $"coordinate {i} of {length}");
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Tangent_IsTheInverseOfRetract(string structure, string degrees)
    {
        var data = Shapes.Of("weighted");
        var family = Mixed.Family(structure, degrees);
        var model = Mixed.Start(family, data);
        var other = Mixed.Plain(family, model, data.Source, 3).Model;
        var tangent = new double[family.TangentLength(model)];
        family.Tangent(model, other, tangent);
        Mixed.Agrees(other, family.Retract(model, tangent), 1e-12);
        Assert.True(family.StepSize(model, tangent) > 0);
    }

    [Fact]
    public void Retract_KeepsTheDegreesOfFreedomInTheirRange()
    {
        var family = Mixed.Family("full");
        var model = Mixed.Start(family, Shapes.Of("weighted"));
        var tangent = new double[family.TangentLength(model)];
        tangent[^1] = 1e9;
        tangent[^2] = -1e9;
        var far = family.Retract(family.Retract(model, tangent), tangent);
        Assert.Equal([DegreesOfFreedom.Smallest, DegreesOfFreedom.Largest], far.DegreesOfFreedom);

        // rows without tails would push ν on beyond the end: there the slope counts no more
        var normal = Shapes.Clusters(2000, 2, 1, seed: 3);
        var start = Mixed.Start(family, normal);
        var atEnd = StudentTParameters.Of(start.Gaussians, [DegreesOfFreedom.Largest]);
        var gradient = new double[family.TangentLength(atEnd)];
        var rows = new RowMatrix(normal.Rows.Values.ToArray().Select(static x => Math.Clamp(x, -4, 4)).ToArray(), 2);
        family.Gradient(atEnd, Mixed.Expect(family, atEnd, new MemoryRows(rows), 0, 2000).Statistics, gradient);
        Assert.Equal(0, gradient[^1]);
    }

    [Theory]
    [InlineData("full", "estimated")]
    [InlineData("full", "shared")]
    [InlineData("diagonal", "estimated")]
    [InlineData("VEV", "estimated")]
    [InlineData("EVE", "shared")]
    public void Acceleration_EndsNoLower_InFewPasses(string structure, string degrees)
    {
        // two clusters with tails apart: EM's steps in ν are short
        var data = Tailed(600);
        var family = Mixed.Family(structure, degrees);
        var start = Mixed.Start(family, data);
        var plain = Mixed.Run(family, start, data.Source, new EmOptions { Acceleration = false, MaxIterations = 20_000, Tolerance = 1e-10 });
        var fast = Mixed.Run(family, start, data.Source, new EmOptions());
        Assert.Equal(StopReason.Converged, fast.StopReason);
        Assert.True(fast.LowerBound >= plain.LowerBound - (1e-7 * data.TotalWeight), $"plain {plain.LowerBound:R}, accelerated {fast.LowerBound:R}");
        Assert.True(fast.Passes <= 60, $"plain {plain.Passes}, accelerated {fast.Passes}");
    }

    private static DataSet Tailed(int rows)
    {
        var truth = StudentTParameters.Of(GaussianParameters.From(CovarianceStructure.Full, 2, [.5, .5], [-3, 0, 3, 1], [1, .3, .3, 1, 2, 0, 0, .5]), [3, 12]);
        var random = new Mixtura.Numerics.RandomSource(11);
        var values = new double[rows * 2];
        for (int i = 0; i < rows; i++)
        {
            Mixed.Family("full").Sample(truth, (int)random.NextIndex(2), random, values.AsSpan(2 * i, 2));
        }

        return new DataSet(new RowMatrix(values, 2), null, 2);
    }
}
