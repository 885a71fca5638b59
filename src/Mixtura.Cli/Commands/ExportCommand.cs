using System.CommandLine;
using Mixtura.Bayesian;
using Mixtura.Cli.Options;
using Mixtura.Cli.Output;
using Mixtura.Cli.Terminal;
using Mixtura.Data;
using Mixtura.Gaussian;
using Mixtura.IO;
using Mixtura.Mixtures;
using Mixtura.Onnx;
using Mixtura.Storage;

namespace Mixtura.Cli.Commands;

/// <summary><c>mixtura export MODEL --to onnx|scikit-learn</c>.</summary>
internal sealed class ExportCommand : ICommand
{
    private const string Onnx = "onnx";
    private const string ScikitLearn = "scikit-learn";

    private readonly ModelArgument model = new();
    private readonly Option<string?> to = ChoiceOption.Of("--to", "onnx|scikit-learn", "What it becomes: onnx, a graph of standard operators (set 18) from rows to labels, responsibilities and log densities; scikit-learn, an .npz of the attributes of its GaussianMixture or BayesianGaussianMixture. Required.", Onnx, ScikitLearn);
    private readonly Option<string?> precision = ChoiceOption.Of("--precision", "double|float", "The numbers that an ONNX model reads, computes with and gives. Default: double.", "double", "float");
    private readonly OutputOptions output = new("Write it here. Required.");

    public string Examples =>
        """
        mixtura export model.json --to onnx --output model.onnx
        mixtura export model.json --to onnx --precision float --output model.onnx --force
        mixtura export model.json --to scikit-learn --output model.npz
        """;

    public Command Declare()
    {
        var command = new Command("export", "Write a model for other programs: ONNX, scikit-learn.");
        model.AddTo(command);
        command.Add(to);
        command.Add(precision);
        output.AddTo(command);
        return command;
    }

    public int Run(ParseResult parsed, CommandStreams streams)
    {
        string form = parsed.GetValue(to)?.ToLowerInvariant() ?? throw new InputException("What the model is to become is not said. Say --to onnx or --to scikit-learn.");
        if (form is ScikitLearn && parsed.GetValue(precision) is not null)
        {
            throw new InputException("--precision is for --to onnx: scikit-learn computes in double precision. Leave it out.");
        }

        using var file = output.File(parsed, streams) ?? throw new InputException($"Where the model goes is not said. Say --output FILE, for example -o model.{(form is Onnx ? "onnx" : "npz")}.");
        var stored = model.Load(parsed, streams);
        string path = output.PathOf(parsed)!;
        string text = form is Onnx ? WriteOnnx(stored.Model, parsed, file, path) : WriteScikitLearn(stored, file, path);
        if (!file.IsStream)
        {
            streams.WriteText(text);
        }

        return ExitCode.Done;
    }

    private string WriteOnnx(Mixture mixture, ParseResult parsed, OutputFile file, string path)
    {
        bool isFloat = string.Equals(parsed.GetValue(precision), "float", StringComparison.OrdinalIgnoreCase);
        byte[] bytes = mixture.ToOnnx(isFloat ? OnnxPrecision.Float : OnnxPrecision.Double);
        file.Stream.Write(bytes);
        file.Keep();
        string names = NameList.Of(Enumerable.Range(0, mixture.Features).Select(mixture.FeatureName));
        string levels = Enumerable.Range(0, mixture.Features).Any(j => mixture.LevelsOf(j).Count > 0) ? "; categories by their places among the levels in the metadata" : string.Empty;
        return $"""
            ONNX model written to {path}: {Shown.Count(bytes.Length, "byte")}, {(isFloat ? "float" : "double")}
              input   rows [N, {mixture.Features}]: {names}{levels}
              output  label [N], responsibilities [N, {mixture.Components}], log_density [N]

            """;
    }

    private static string WriteScikitLearn(StoredModel stored, OutputFile file, string path)
    {
        ScikitLearnFile.Save(stored, file.Stream);
        file.Keep();
        string name = stored.Model is VariationalGaussianMixture ? "BayesianGaussianMixture" : "GaussianMixture";
        return $"""
            scikit-learn's {name} written to {path}{Remark(stored.Gaussian.Covariance, stored.Model)}. In Python:
            import numpy, sklearn.mixture; model = sklearn.mixture.{name}(); vars(model).update((name, value[()]) for name, value in numpy.load({Quoted(path)}).items())

            """;
    }

    private static string Remark(CovarianceStructure structure, Mixture mixture)
    {
        string type = ScikitLearnFile.CovarianceTypeOf(structure);
        return structure != CovarianceStructure.Find(type is "diag" ? "diagonal" : type) ? $", its {structure} covariances as '{type}'"
            : mixture is VariationalGaussianMixture && !structure.HasCorrelations ? $"; its predict_proba takes E[ln|Λ|] of '{type}' as of 'full', and differs a little from ours"
            : string.Empty;
    }

    // as Python writes a text
    private static string Quoted(string path) => $"'{path.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";
}
