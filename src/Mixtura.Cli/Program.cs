using Mixtura.Cli.Terminal;

using var interruption = new Interruption();
bool isRelayed = args.Contains(ProcessRun.Option);
using var output = StandardOutput.Open(isRelayed);
using var input = new InterruptibleInput(Console.OpenStandardInput(), interruption.Token);
return ProcessRun.Run(args, new CommandStreams(input, output, isRelayed ? StandardOutput.RelayedErrors() : Console.Error)
{
    Terminal = Console.IsOutputRedirected || isRelayed ? null : Console.Out,
    ErrorIsTerminal = !Console.IsErrorRedirected,
    Interrupted = interruption.Token,
});
