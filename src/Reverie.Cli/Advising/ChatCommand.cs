using System.CommandLine;
using System.Text;
using Microsoft.Extensions.AI;
using Reverie.Language.Advisers;
using Reverie.Language.Advisers.Chat;
using Reverie.Language.Advisers.Prompts;
using Reverie.Training.Configuration;

namespace Reverie.Cli.Advising;

/// <summary><c>reverie chat</c>: talks to an adviser.</summary>
internal static class ChatCommand
{
    internal static Command Create()
    {
        var coach = new Option<bool>("--coach") { Description = "The adviser is given its prompt first, as in training." };
        var overrides = new Argument<string[]>("override") { Description = AdviserConfig.Help, Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("chat", "Talks to an adviser: a line is a question; an empty line or Ctrl-D ends.") { coach, overrides };
        command.SetAction((result, cancellation) => ErrorReport.GuardAsync(async () =>
        {
            var options = UserText.Use(where: null, () => AdviserConfig.Load(result.GetValue(overrides) ?? []));
            using var client = UserText.Use(where: null, () => AdviserConfig.CreateFactory().CreateClient(options));
            var messages = result.GetValue(coach) ? Conversation.Begin(PromptTemplate.Load(options.Prompt)) : [];
            return await TalkAsync(client, options, messages, Console.In, Console.Out, prompts: !Console.IsInputRedirected, cancellation);
        }));
        return command;
    }

    /// <summary>Answers line by line.</summary>
    /// <returns>0, or 1 where an answer failed.</returns>
    internal static async Task<int> TalkAsync(
        IChatClient client, AdviserOptions options, List<ChatMessage> messages, TextReader input, TextWriter output, bool prompts,
        CancellationToken cancellation)
    {
        int code = 0;
        while (true)
        {
            if (prompts)
                output.Write("> ");
            if (await input.ReadLineAsync(cancellation) is not { Length: > 0 } line)
                return code;
            messages.Add(new(ChatRole.User, line));
            try
            {
                var answer = new StringBuilder();
                await foreach (string part in Conversation.AnswerAsync(client, messages, options, cancellation))
                {
                    output.Write(Printable.Of(part));
                    output.Flush();
                    answer.Append(part);
                }
                output.WriteLine();
                messages.Add(new(ChatRole.Assistant, answer.ToString()));
                code = 0;
            }
            catch (AdviserException e)
            {
                output.WriteLine(e.Message);
                messages.RemoveAt(messages.Count - 1);
                code = 1;
            }
        }
    }
}
