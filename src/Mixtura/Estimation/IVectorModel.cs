namespace Mixtura.Estimation;

/// <summary>A model whose parameters can be written as a vector that may be anything, so that leaps along it can be tried (SQUAREM): acceleration for models that
/// have no more to offer than that.</summary>
/// <typeparam name="TModel">The parameters θ.</typeparam>
/// <typeparam name="TStatistics">The expected sufficient statistics.</typeparam>
public interface IVectorModel<TModel, TStatistics> : ILatentVariableModel<TModel, TStatistics>
    where TModel : class
    where TStatistics : class, IStatistics<TStatistics>
{
    /// <summary>The length of the vector of unconstrained coordinates that leaps are made in; 0 for none, which is plain EM.</summary>
    int VectorLength(TModel model) => 0;

    /// <summary>Writes the unconstrained coordinates, all finite: logarithms of rates and weights, say, so that every vector is a model.</summary>
    void WriteVector(TModel model, Span<double> vector)
    {
    }

    /// <summary>Writes what a change of each coordinate counts: the complete data's information about it per row, such as π for log π and πλ for the logarithm of a
    /// Poisson rate λ. Only ratios matter. Coordinates that hardly any row has a say in then do not set the length of leaps.</summary>
    void WriteInformation(TModel model, Span<double> information) => information.Fill(1);

    /// <summary>The model with these coordinates.</summary>
    TModel FromVector(TModel model, ReadOnlySpan<double> vector) => model;
}
