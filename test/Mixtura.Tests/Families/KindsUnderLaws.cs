using Mixtura.Data;
using Mixtura.Families.Poisson;
using Mixtura.Families.StudentT;
using Mixtura.Gaussian;
using Mixtura.Mixtures;
using Mixtura.Storage;
using Mixtura.Tests.Generated;

namespace Mixtura.Tests.Families;

/// <summary>The kinds that laws are tried on, found by reflection.</summary>
internal static class KindsUnderLaws
{
    private static readonly Dictionary<string, IKindUnderLaws> All = typeof(KindsUnderLaws).Assembly.GetTypes()
        .Where(static type => type.IsClass && type.IsAssignableTo(typeof(IKindUnderLaws)))
        .Select(static type => (IKindUnderLaws)Activator.CreateInstance(type)!)
        .ToDictionary(static one => one.Name, StringComparer.Ordinal);

    public static TheoryData<string> Names => [.. All.Keys.Order(StringComparer.Ordinal)];

    public static IKindUnderLaws Of(string name) => All[name];
}

/// <summary>The Gaussian is one of them.</summary>
public sealed class GaussiansUnderLaws : IKindUnderLaws
{
    private readonly Generator random = new(5);

    public GaussiansUnderLaws() => Rows = IKindUnderLaws.Table(600, 2, (i, _) => (8 * (i % 3)) + random.Gaussian());

    public ComponentKind Kind { get; } = GaussianMixture.Kind();

    public MemoryRows Rows { get; }
}

/// <summary>Heavier tails.</summary>
public sealed class StudentsUnderLaws : IKindUnderLaws
{
    private readonly Generator random = new(5);

    public StudentsUnderLaws() => Rows = IKindUnderLaws.Table(600, 2, (i, _) => (12 * (i % 3)) + (random.Gaussian() / Math.Sqrt(0.3 + random.Uniform())));

    public ComponentKind Kind { get; } = StudentTMixture.Kind();

    public MemoryRows Rows { get; }
}

/// <summary>Counts.</summary>
public sealed class CountsUnderLaws : IKindUnderLaws
{
    private readonly Generator random = new(5);

    public CountsUnderLaws() => Rows = IKindUnderLaws.Table(600, 2, (i, j) => Math.Floor(((j + 1) * 8 * (i % 3)) + (6 * random.Uniform())));

    public ComponentKind Kind { get; } = ComponentKind.Of(new PoissonFamily());

    public MemoryRows Rows { get; }
}

/// <summary>A kind from outside the library.</summary>
public sealed class WaitingTimesUnderLaws : IKindUnderLaws
{
    private static readonly double[] Scales = [0.2, 3, 40];
    private readonly Generator random = new(5);

    public WaitingTimesUnderLaws() => Rows = IKindUnderLaws.Table(600, 1, (i, _) => -Math.Log(1 - random.Uniform()) * Scales[i % 3]);

    public ComponentKind Kind { get; } = ComponentKind.Of(new ExponentialFamily());

    public MemoryRows Rows { get; }

    public StoredModel Load(Stream stream) => ModelFile.Load(stream, Kind);
}
