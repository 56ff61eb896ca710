using System.CommandLine;
using Reverie.Play.Web;

namespace Reverie.Cli.Playing;

/// <summary>Where pages are served, and whether one is opened.</summary>
internal sealed class WebArguments
{
    private readonly Option<int> _port = new("--port") { Description = "Port of the pages; any that is free if left out." };
    private readonly Option<string> _bind = new("--bind")
    {
        Description = "Address of the pages, 0.0.0.0 for all of this machine; the loopback one, which lets in nobody of other machines, if left out.",
        DefaultValueFactory = _ => "127.0.0.1",
    };
    private readonly Option<string[]> _host = new("--host")
    {
        Description = "Another name of this machine under which the pages may be opened; may be given several times.",
    };
    private readonly Option<bool> _noOpen = new("--no-open") { Description = "Do not open a browser; the link is printed either way." };

    internal WebArguments(Command command)
    {
        _port.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 0 or > 65535)
                result.AddError("--port is a number from 1 to 65535, or 0 for any that is free.");
        });
        command.Add(_port);
        command.Add(_bind);
        command.Add(_host);
        command.Add(_noOpen);
    }

    internal WebOptions Of(ParseResult result) =>
        new() { Port = result.GetValue(_port), Bind = result.GetRequiredValue(_bind), Hosts = result.GetValue(_host) ?? [] };

    internal bool Opens(ParseResult result) => !result.GetValue(_noOpen);
}
