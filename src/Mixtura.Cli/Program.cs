using Mixtura.Cli;
using Mixtura.Cli.Terminal;

using var interruption = new Interruption();
using var output = StandardOutput.Open();
using var input = new InterruptibleInput(Console.OpenStandardInput(), interruption.Token);
return MixturaCommand.Run(args, new CommandStreams(input, output, Console.Error)
{
    Terminal = Console.IsOutputRedirected ? null : Console.Out,
    ErrorIsTerminal = !Console.IsErrorRedirected,
    Interrupted = interruption.Token,
});
