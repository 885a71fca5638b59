using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;
using Mixtura.Data;
using Mixtura.Gaussian.Starts;

namespace Mixtura.Gaussian.Search;

/// <summary>What a search knows of its data.</summary>
internal sealed class SearchContext(StartContext start, DegeneracyRules rules, GaussianPrior? prior)
{
    // rows to judge moves by: so many, and so many for each that a component needs at least
    private const int LeastRows = 8192;
    private const int RowsPerNeed = 100;

    private readonly bool countsRows = rules.CountsRows(start.Structure, start.Features);
    private readonly double[] deviations = Array.ConvertAll(start.Summary.Variances.ToArray(), Math.Sqrt);

    public StartContext Start => start;

    /// <summary>The rows that moves are judged by.</summary>
    public RowSample Thinned { get; } = start.Sample.Thinned(Math.Max(LeastRows, RowsPerNeed * start.Components * (start.Structure.RowsNeeded(start.Features) + 1)));

    public WorkCount Work => start.Work;

    /// <summary>D.</summary>
    public int Features => start.Features;

    /// <summary>Σᵢ wᵢ.</summary>
    public double TotalWeight => start.Summary.TotalWeight;

    /// <summary>The rows that the weights stand for.</summary>
    public double EffectiveRows => Math.Max(start.Summary.TotalWeight, start.Summary.WeightedRows);

    /// <summary>The fewest rows that a component can be estimated from.</summary>
    public int RowsNeeded => start.Structure.RowsNeeded(start.Features);

    /// <summary>Whether the covariances have more parameters than the data have numbers: then something that is added decides the fit, and a search costs much and finds little.</summary>
    public bool IsInterpolating { get; } =
        rules.IsBounded && start.Structure.ParameterCount(start.Components, start.Features) > start.Summary.WeightedRows * start.Features;

    /// <summary>Whether the likelihood is bounded, so that one row may be a component.</summary>
    public bool IsBounded => rules.IsBounded;

    /// <summary>Whether components that live on equal values do harm, and there may be such.</summary>
    public bool MayTie => countsRows && start.Sample.MayTie;

    /// <summary>Looks for components that live on equal values; null where there are none, or they do no harm.</summary>
    public TieCheck? TiesOf(IRowSource rows, CancellationToken cancellationToken) =>
        MayTie ? new TieCheck(rows, rules.Resolution, cancellationToken) : null;

    /// <summary>A family for the whole mixture.</summary>
    public GaussianFamily NewFamily() => new(start.Regularization, rules, prior);

    /// <summary>A family for a few components of a mixture; where the structure shares a covariance, the others' share of it stays.</summary>
    /// <param name="model">The mixture.</param>
    /// <param name="mass">The weight of the few, 0…1.</param>
    public GaussianFamily FamilyOfFew(GaussianParameters model, double mass)
    {
        if (!model.Structure.IsShared)
        {
            return NewFamily();
        }

        double others = (1 - mass) * TotalWeight;
        var scatter = new double[model.Structure.FormLength(Features)];
        model.Structure.WriteForm(model, 0, scatter);
        var frozen = new GaussianPrior(0, new double[Features], Array.ConvertAll(scatter, value => value * others), others);
        return new GaussianFamily(start.Regularization, rules, frozen);
    }

    /// <summary>The longest axis of an ellipsoid as seen in units of the data's deviations, one standard deviation long, in the data's units.</summary>
    /// <param name="covariance">In its structure's form; without correlations the longest axis is that of a feature.</param>
    public double[] LongestAxis(double[] covariance) => covariance.Length == Features ? LongestOf(covariance) : PrincipalAxis(covariance);

    private double[] LongestOf(double[] variances)
    {
        var relative = new double[variances.Length];
        for (int j = 0; j < relative.Length; j++)
        {
            relative[j] = variances[j] * Unit(j) * Unit(j);
        }

        int longest = Array.IndexOf(relative, relative.Max());
        var axis = new double[variances.Length];
        axis[longest] = Math.Sqrt(Math.Max(0, variances[longest]));
        return axis;
    }

    private double[] PrincipalAxis(double[] covariance)
    {
        int d = Features;
        var scaled = DenseMatrix.Create(d, d, (i, j) => Unit(i) * Unit(j) * covariance[(i * d) + j]);
        var eigen = scaled.Evd(Symmetricity.Symmetric);
        double length = Math.Sqrt(Math.Max(0, eigen.EigenValues[d - 1].Real));
        var axis = eigen.EigenVectors.Column(d - 1);
        double sign = axis[axis.AbsoluteMaximumIndex()] < 0 ? -1 : 1;
        return [.. Enumerable.Range(0, d).Select(j => sign * length * axis[j] * (deviations[j] > 0 ? deviations[j] : 1))];
    }

    private double Unit(int feature) => deviations[feature] > 0 ? 1 / deviations[feature] : 1;
}
