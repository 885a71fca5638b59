using Mixtura.Gaussian;
using Mixtura.Gaussian.Kernels;
using Mixtura.Numerics;
using Mixtura.Tests.Generated;

namespace Mixtura.Tests.Gaussian.Kernels;

/// <summary>The vector kernels against the plain double loop, for every structure, over the sizes where their paths change.</summary>
public class KernelTests
{
    private static readonly (double Separation, double Offset)[] Situations = [(0.3, 0), (8, 0), (2, 1e8), (1000, 0)];

    public static TheoryData<string, int, int> Sizes
    {
        get
        {
            var data = new TheoryData<string, int, int>();
            foreach (var structure in Shapes.Plain)
            {
                foreach (int d in (int[])[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 16, 17, 31, 64, 100])
                {
                    foreach (int k in (int[])[1, 2, 5, 16])
                    {
                        data.Add(structure.Name, d, k);
                    }
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void LogJoint_EqualsThePlainLoop(string structure, int d, int k)
    {
        foreach (var problem in Problems(structure, d, k))
        {
            var kernel = problem.Packed.CreateKernel();
            var joint = problem.LogJointBy(kernel, poisoned: true);
            for (int i = 0; i < problem.Count; i++)
            {
                double largest = Enumerable.Range(0, k).Max(c => problem.LogJoint(i, c).Value);
                for (int c = 0; c < k; c++)
                {
                    var (value, scale) = problem.LogJoint(i, c);
                    double found = joint[(c * kernel.Stride) + i];
                    bool isLeftOut = double.IsNegativeInfinity(found) && value < largest - BlockLogSumExp.Negligible + (1e-9 * scale);

                    // a few roundings of each of d²/2 products
                    Assert.True(isLeftOut || Math.Abs(found - value) <= 1e-13 * scale, $"row {i}, component {c} of {problem.Count} rows: {found} for {value}");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Sums_EqualThePlainLoop(string structure, int d, int k)
    {
        foreach (var problem in Problems(structure, d, k))
        {
            var kernel = problem.Packed.CreateKernel();
            var responsibilities = problem.Responsibilities(problem.LogJointBy(kernel, poisoned: true), kernel);
            var sums = problem.Packed.CreateSums();
            kernel.Accumulate(problem.Packed, responsibilities, sums);
            new PlainSums(problem, structure, responsibilities, kernel.Stride).AssertEqual(sums);
        }
    }

    /// <summary>The sizes at which a kernel looks for what may be left out: full covariances, and tied ones about centres far apart.</summary>
    public static TheoryData<string, int, int> PrunedSizes
    {
        get
        {
            var data = new TheoryData<string, int, int>();
            foreach (string structure in (string[])["full", "tied"])
            {
                foreach (int d in (int[])[10, 11, 16, 17, 31, 64, 100])
                {
                    data.Add(structure, d, 3);
                    data.Add(structure, d, 16);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(PrunedSizes))]
    public void Pruning_ChangesNoBit(string structure, int d, int k)
    {
        foreach (var problem in Problems(structure, d, k).Concat(FaintProblems(structure, d, k)))
        {
            var plain = problem.Packed.CreateKernel();
            plain.Prunes = false;
            Assert.Equal(Sums(problem, plain), Sums(problem, problem.Packed.CreateKernel()));
        }
    }

    /// <summary>A component far from all rows is left out; those whose parts are just large enough to count, from 1e-14 to 1e-19 in every row of every panel, are not.</summary>
    [Theory]
    [MemberData(nameof(PrunedSizes))]
    public void Pruning_KeepsTheSmallestPartsThatCount(string structure, int d, int k)
    {
        foreach (var problem in FaintProblems(structure, d, k))
        {
            var kernel = problem.Packed.CreateKernel();
            var joint = problem.LogJointBy(kernel, poisoned: false);
            Assert.All(joint.Skip((k - 1) * kernel.Stride).Take(problem.Count), static value => Assert.Equal(double.NegativeInfinity, value));
            var responsibilities = problem.Responsibilities(joint, kernel);
            for (int c = 1; c < k - 1; c++)
            {
                Assert.All(responsibilities.Skip(c * kernel.Stride).Take(problem.Count), static r => Assert.InRange(r, 1e-19, 1e-14));
            }
        }
    }

    [Fact]
    public void Pruning_LeavesOutWhatCannotMatter()
    {
        var problem = KernelProblem.Create(CovarianceStructure.Full, 256, 16, 16, 30, 0);
        var joint = problem.LogJointBy(problem.Packed.CreateKernel(), poisoned: false);
        Assert.True(joint.Count(double.IsNegativeInfinity) > 10 * 256, "most of the 15·256 pairs of a row and another's component");
    }

    /// <summary>The search for what may be left out pauses and resumes as it pays: through all that, a block's bits are its own.</summary>
    [Fact]
    public void Pruning_RemembersNothingThatShows()
    {
        KernelProblem[] kinds = [.. Situations.Select(static s => KernelProblem.Create(CovarianceStructure.Full, 256, 16, 16, s.Separation, s.Offset))];
        var kernel = kinds[0].Packed.CreateKernel();
        for (int block = 0; block < 200; block++)
        {
            // runs of separated blocks among overlapping ones
            var problem = kinds[block / 7 % 3 == 0 ? 3 : block % 2];
            var plain = problem.Packed.CreateKernel();
            plain.Prunes = false;
            Assert.Equal(Sums(problem, plain), Sums(problem, kernel));
        }
    }

    private static double[] Sums(KernelProblem problem, GaussianKernel kernel)
    {
        var sums = problem.Packed.CreateSums();
        kernel.Accumulate(problem.Packed, problem.Responsibilities(problem.LogJointBy(kernel, poisoned: false), kernel), sums);
        return sums.Values.ToArray();
    }

    private static IEnumerable<KernelProblem> FaintProblems(string structure, int d, int k)
    {
        var found = CovarianceStructure.Find(structure)!;
        yield return KernelProblem.CreateFaint(found, 17, d, k);
        yield return KernelProblem.CreateFaint(found, found.CreatePacked(k, d).BlockRows, d, k);
    }

    private static IEnumerable<KernelProblem> Problems(string structure, int d, int k)
    {
        var found = CovarianceStructure.Find(structure)!;
        int most = found.CreatePacked(k, d).BlockRows;

        // the plain loop over many features and rows takes long and shows nothing more
        foreach (int n in d <= 17 ? (int[])[1, 15, 16, 17, most] : k <= 2 ? [1, most] : [17])
        {
            foreach (var (separation, offset) in Situations)
            {
                yield return KernelProblem.Create(found, n, d, k, separation, offset);
            }
        }
    }
}
