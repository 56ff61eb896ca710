using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Reverie.Language.Advisers.Prompts;

namespace Reverie.Language.Advisers.Local;

/// <summary>A model of this process as a chat client.</summary>
/// <param name="model">The model; the client owns it.</param>
/// <param name="prompt">How a model without a chat template is asked.</param>
public sealed class LocalChatClient(IAnsweringModel model, PromptTemplate prompt) : IChatClient
{
    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var sampling = new SamplingOptions
        {
            Temperature = options?.Temperature ?? 1,
            TopP = options?.TopP ?? 1,
            MaxTokens = options?.MaxOutputTokens ?? 100,
            Seed = options?.Seed,
        };
        (string, string)[] said = [.. messages.Select(message => (message.Role.Value, message.Text))];
        var (text, input, output) = await Task.Run(() => model.Answer(said, prompt, sampling), cancellationToken);
        return new(new ChatMessage(ChatRole.Assistant, text))
        {
            FinishReason = output < sampling.MaxTokens ? ChatFinishReason.Stop : ChatFinishReason.Length,
            Usage = new() { InputTokenCount = input, OutputTokenCount = output },
        };
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var update in (await GetResponseAsync(messages, options, cancellationToken)).ToChatResponseUpdates())
            yield return update;
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose() => model.Dispose();
}
