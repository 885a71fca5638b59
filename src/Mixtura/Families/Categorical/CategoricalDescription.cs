using Mixtura.Data;
using Mixtura.Mixtures;

namespace Mixtura.Families.Categorical;

/// <summary>The parameters by name, and back to the bit: <c>weights</c> K, and for every column <c>probabilities[0]</c>, <c>probabilities[1]</c> … K×Lⱼ.</summary>
internal static class CategoricalDescription
{
    private const string Weights = "weights";
    private const double Tolerance = 1e-8;

    /// <summary>The parameters of a model.</summary>
    public static IReadOnlyList<ParameterArray> Of(CategoricalParameters model)
    {
        var arrays = new List<ParameterArray> { new(Weights, model.Weights.ToArray(), model.Components) };
        for (int j = 0; j < model.Features; j++)
        {
            double[] values = [.. Enumerable.Range(0, model.Components).SelectMany(k => model.ProbabilitiesOf(k, j).ToArray())];
            arrays.Add(new ParameterArray(CategoricalFamily.ArrayName(j), values, model.Components, model.Levels.Count(j)));
        }

        return arrays;
    }

    /// <summary>The model of these parameters.</summary>
    /// <exception cref="InputException">One is missing or cannot be.</exception>
    public static CategoricalParameters Read(IReadOnlyDictionary<string, ParameterArray> parameters, CategoricalLevels levels)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var weights = Named(parameters, Weights);
        if (weights.Shape.Count != 1 || weights.Values.Count == 0)
        {
            throw new InputException($"'{Weights}' is {ShapeOf(weights)} where K numbers are needed, one a component. Give at least one.");
        }

        WeightCheck.Run([.. weights.Values]);
        int components = weights.Values.Count;
        var probabilities = new double[components * levels.Total];
        for (int j = 0; j < levels.Columns; j++)
        {
            var own = Named(parameters, CategoricalFamily.ArrayName(j));
            int count = levels.Count(j);
            if (own.Shape.Count != 2 || own.Shape[0] != components || own.Shape[1] != count)
            {
                throw new InputException($"'{own.Name}' is {ShapeOf(own)} where {components}×{count} is needed: one for each component and level ({NameList.Of(levels[j])}).");
            }

            for (int k = 0; k < components; k++)
            {
                double[] run = [.. own.Values.Skip(k * count).Take(count)];
                CheckProbabilities(run, k, j);
                run.CopyTo(probabilities, (k * levels.Total) + levels.Offset(j));
            }
        }

        return new CategoricalParameters([.. weights.Values], probabilities, levels);
    }

    private static ParameterArray Named(IReadOnlyDictionary<string, ParameterArray> parameters, string name) => parameters.TryGetValue(name, out var array)
        ? array
        : throw new InputException($"'{name}' is missing among {(parameters.Count == 0 ? "no parameters" : string.Join(", ", parameters.Keys))}. A categorical mixture has {Weights} and, for every column, {CategoricalFamily.ArrayName(0)} and so on.");

    private static string ShapeOf(ParameterArray array) => array.Shape.Count == 0 ? "one number" : string.Join('×', array.Shape);

    private static void CheckProbabilities(double[] probabilities, int component, int column)
    {
        foreach (double probability in probabilities)
        {
            if (!(probability >= 0 && probability <= 1))
            {
                throw new InputException($"A probability of component {component} is {probability} in categorical column {column}. Probabilities are between 0 and 1.");
            }
        }

        double sum = probabilities.Sum();
        if (Math.Abs(sum - 1) > Tolerance)
        {
            throw new InputException($"The probabilities of component {component} sum to {sum} in categorical column {column}. They must sum to 1.");
        }
    }
}
