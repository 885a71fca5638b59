namespace Mixtura.Mixtures;

/// <summary>Statistics of components that tell good rows from bad ones, as contaminated distributions do: what they say of the rows whose log joint densities were written last.</summary>
/// <remarks>A family whose statistics implement it has the column <c>good_probability</c> in predictions, and its fits count the bad rows.</remarks>
public interface IGoodRows
{
    /// <summary>The probability that a row is good, were it of this component; from 0 to 1.</summary>
    /// <param name="component">The component, counted from 0.</param>
    /// <param name="row">The row's place in the block.</param>
    double GoodProbability(int component, int row);
}
