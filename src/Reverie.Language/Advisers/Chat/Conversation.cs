using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Reverie.Language.Advisers.Prompts;

namespace Reverie.Language.Advisers.Chat;

/// <summary>Talking to a chat model, as people do.</summary>
public static class Conversation
{
    /// <summary>The task and the examples of a prompt.</summary>
    public static List<ChatMessage> Begin(PromptTemplate prompt) => ChatMessages.Of(prompt, new Question(""))[..^1];

    /// <summary>The answer to the last message, part by part as it comes.</summary>
    /// <param name="client">The chat model.</param>
    /// <param name="messages">What was said so far.</param>
    /// <param name="options">How it answers.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="AdviserException">It failed; the message says how.</exception>
    public static async IAsyncEnumerable<string> AnswerAsync(
        IChatClient client, IReadOnlyList<ChatMessage> messages, AdviserOptions options, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await using var updates = client.GetStreamingResponseAsync(messages, options.Sampling.ToChatOptions(), cancellation).GetAsyncEnumerator(cancellation);
        while (await NextAsync(updates, cancellation))
            yield return updates.Current.Text;
    }

    private static async Task<bool> NextAsync(IAsyncEnumerator<ChatResponseUpdate> updates, CancellationToken cancellation)
    {
        try
        {
            return await updates.MoveNextAsync();
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            throw new AdviserException($"No answer: {ExchangeException.From(e).Message}.", e);
        }
    }
}
