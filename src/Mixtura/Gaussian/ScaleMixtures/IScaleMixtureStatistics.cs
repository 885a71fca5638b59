using Mixtura.Data;
using Mixtura.Mixtures;

namespace Mixtura.Gaussian.ScaleMixtures;

/// <summary>What a family asks of the statistics of scale mixtures of Gaussians.</summary>
internal interface IScaleMixtureStatistics<TModel>
{
    /// <summary>Loads rows and writes their log joint densities; the sums are not touched.</summary>
    void LogJoint(TModel parameters, RowBlock rows, ComponentBlock destination);

    /// <summary>Adds the statistics of the rows that <see cref="LogJoint"/> loaded.</summary>
    /// <exception cref="InvalidOperationException">The sums are about the locations of other parameters.</exception>
    void Add(TModel parameters, ComponentBlock responsibilities);

    /// <summary>Moves the sums to other parameters.</summary>
    void MoveTo(TModel source, TModel target);

    /// <summary>Adds rows of so much weight that are as the parameters have them.</summary>
    void AddAsModelled(TModel parameters, double weight);
}
