using Mixtura.Gaussian.Kernels;

namespace Mixtura.Tests.Gaussian.Kernels;

/// <summary>Σr, Σr(x−μ) and the second moments by the plain double loop, each with the size of what was summed.</summary>
internal sealed class PlainSums
{
    // sums of at most 256 products; measured 1.5e-14
    private const double Tolerance = 1e-12;

    private readonly KernelProblem problem;
    private readonly string structure;
    private readonly double[] responsibilities;
    private readonly int stride;

    public PlainSums(KernelProblem problem, string structure, double[] responsibilities, int stride)
    {
        this.problem = problem;
        this.structure = structure;
        this.responsibilities = responsibilities;
        this.stride = stride;
    }

    public void AssertEqual(GaussianSums sums)
    {
        for (int k = 0; k < problem.Components; k++)
        {
            Near(sums.Count(k), k, static (_, _, _) => 1, $"count {k}");
            for (int j = 0; j < problem.Features; j++)
            {
                Near(sums.First(k)[j], k, (p, i, c) => p.Deviation(i, c, j), $"shift {k}, {j}");
            }
        }

        AssertSecond(sums);
        Assert.All(sums.Values.ToArray(), static value => Assert.True(double.IsFinite(value), "padding leaked"));
    }

    private void AssertSecond(GaussianSums sums)
    {
        var own = new double[sums.SecondLength];
        for (int k = 0; k < (structure == "tied" ? 1 : problem.Components); k++)
        {
            sums.CopySecond(k, own);
            int? component = structure == "tied" ? null : k;
            switch (structure)
            {
                case "spherical":
                    Near(own[0], component, (p, i, c) => Enumerable.Range(0, p.Features).Sum(j => p.Deviation(i, c, j) * p.Deviation(i, c, j)), "squares");
                    break;
                case "diagonal":
                    for (int j = 0; j < own.Length; j++)
                    {
                        Near(own[j], component, (p, i, c) => p.Deviation(i, c, j) * p.Deviation(i, c, j), $"squares {j}");
                    }

                    break;
                default:
                    AssertTriangle(own, component);
                    break;
            }
        }
    }

    private void AssertTriangle(double[] own, int? component)
    {
        int entry = 0;
        for (int a = 0; a < problem.Features; a++)
        {
            for (int b = 0; b <= a; b++)
            {
                Near(own[entry++], component, (p, i, c) => p.Deviation(i, c, a) * p.Deviation(i, c, b), $"scatter {a}, {b}", own[a * (a + 3) / 2] * own[b * (b + 3) / 2]);
            }
        }
    }

    // one component, or all together
    private void Near(double found, int? component, Func<KernelProblem, int, int, double> term, string what, double squaredScale = 0)
    {
        double sum = 0;
        double size = 0;
        for (int k = component ?? 0; k < (component + 1 ?? problem.Components); k++)
        {
            for (int i = 0; i < problem.Count; i++)
            {
                double r = responsibilities[(k * stride) + i];
                double value = r == 0 ? 0 : r * term(problem, i, k);
                sum += value;
                size += Math.Abs(value);
            }
        }

        double allowed = Tolerance * Math.Max(size, Math.Sqrt(Math.Abs(squaredScale)));
        Assert.True(Math.Abs(found - sum) <= allowed, $"{what} of {problem.Count} rows, {problem.Components} components: {found} for {sum}, allowed {allowed}");
    }
}
