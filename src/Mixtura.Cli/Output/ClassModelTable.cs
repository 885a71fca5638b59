using System.Text;
using Mixtura.Mixtures;

namespace Mixtura.Cli.Output;

/// <summary>What was chosen for each class by its rows alone.</summary>
internal static class ClassModelTable
{
    /// <summary>Writes it; nothing where classes have no models of their own.</summary>
    /// <param name="models">What each class has.</param>
    /// <param name="isWeighted">Whether rows have weights.</param>
    /// <param name="text">Receives it.</param>
    public static void Write(IReadOnlyList<ClassModel> models, bool isWeighted, StringBuilder text)
    {
        if (models.Count == 0)
        {
            return;
        }

        text.Append("\nChosen for each class by its rows alone\n");
        var table = new TextTable("class", isWeighted ? "weight of rows" : "rows", "components", "structure", "log-likelihood", "parameters", "BIC");
        foreach (var model in models)
        {
            table.Add(model.Class, Shown.Value(model.TotalWeight), Shown.Count(model.Components), model.Structure, Shown.Total(model.LogLikelihood), Shown.Count(model.Parameters), Shown.Total(model.Bic));
        }

        table.WriteTo(text);
    }
}
