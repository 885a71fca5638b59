namespace Mixtura.Estimation;

/// <summary>Which acceleration a model gets.</summary>
internal static class Acceleration
{
    /// <summary>Quasi-Newton steps for a model with local coordinates, squared extrapolation for one with a vector of parameters, null for any other.</summary>
    public static IAcceleration<TModel, TStatistics>? For<TModel, TStatistics>(ILatentVariableModel<TModel, TStatistics> family, TModel model)
        where TModel : class
        where TStatistics : class, IStatistics<TStatistics>
    {
        if (family is IAcceleratedModel<TModel, TStatistics> charted && charted.TangentLength(model) is > 0 and var tangentLength)
        {
            return new QuasiNewtonAcceleration<TModel, TStatistics>(charted, tangentLength);
        }

        return family is IVectorModel<TModel, TStatistics> vectors && vectors.VectorLength(model) is > 0 and var length
            ? new SquaredExtrapolation<TModel, TStatistics>(vectors, length)
            : null;
    }
}
