namespace Mixtura.Families.Categorical;

/// <summary>θ = {πₖ, pₖⱼₗ} with what the E-step needs of it. Immutable.</summary>
public sealed class CategoricalParameters
{
    /// <summary>What a column's run of a table has behind its levels: a cell that is missing, one that holds no level.</summary>
    internal const int Extra = 2;

    private readonly double[] weights;
    private readonly double[] probabilities;
    private readonly double[] table;

    /// <summary>Parameters that own these arrays from now on.</summary>
    /// <param name="weights">πₖ, K numbers that sum to 1.</param>
    /// <param name="probabilities">pₖⱼₗ, K×ΣⱼLⱼ: those of a component's columns one after another, each column's summing to 1.</param>
    /// <param name="levels">The columns' levels.</param>
    public CategoricalParameters(double[] weights, double[] probabilities, CategoricalLevels levels)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(probabilities);
        ArgumentNullException.ThrowIfNull(levels);
        ArgumentOutOfRangeException.ThrowIfNotEqual(probabilities.Length, weights.Length * levels.Total, nameof(probabilities));
        this.weights = weights;
        this.probabilities = probabilities;
        Levels = levels;
        LogWeights = Array.ConvertAll(weights, Math.Log);
        table = new double[weights.Length * TableLength(levels)];
        for (int k = 0; k < weights.Length; k++)
        {
            FillTable(k);
        }
    }

    /// <summary>K.</summary>
    public int Components => weights.Length;

    /// <summary>D.</summary>
    public int Features => Levels.Columns;

    /// <summary>The columns' levels.</summary>
    public CategoricalLevels Levels { get; }

    /// <summary>πₖ.</summary>
    public ReadOnlySpan<double> Weights => weights;

    /// <summary>pₖⱼₗ, K×ΣⱼLⱼ. 0 and 1 are legitimate: no row of the component has the level, or each has.</summary>
    public ReadOnlySpan<double> Probabilities => probabilities;

    /// <summary>log πₖ.</summary>
    internal double[] LogWeights { get; }

    /// <summary>The probabilities of a column's levels under one component.</summary>
    public ReadOnlySpan<double> ProbabilitiesOf(int component, int column) =>
        probabilities.AsSpan((component * Levels.Total) + Levels.Offset(column), Levels.Count(column));

    /// <summary>The length of one component's table.</summary>
    internal static int TableLength(CategoricalLevels levels) => levels.Total + (Extra * levels.Columns);

    /// <summary>Where a column's run begins in a component's table.</summary>
    internal static int TableOffset(CategoricalLevels levels, int column) => levels.Offset(column) + (Extra * column);

    /// <summary>For every column the logarithms of its probabilities, then 0 for a missing cell and −∞ for one that holds no level.</summary>
    internal ReadOnlySpan<double> TableOf(int component) => table.AsSpan(component * TableLength(Levels), TableLength(Levels));

    private void FillTable(int component)
    {
        for (int j = 0; j < Features; j++)
        {
            var own = ProbabilitiesOf(component, j);
            var run = table.AsSpan((component * TableLength(Levels)) + TableOffset(Levels, j));
            for (int l = 0; l < own.Length; l++)
            {
                run[l] = Math.Log(own[l]);
            }

            run[own.Length + 1] = double.NegativeInfinity;
        }
    }
}
