package io.sluice.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.config.KeyFiles;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "keys",
        description = "Keys with which Sluice knows who has said something.",
        mixinStandardHelpOptions = true,
        subcommands = {KeysCommand.GenerateCommand.class, IssueTokenCommand.class},
        footerHeading = "%nExample:%n",
        footer = "  sluice keys generate --id approvals-1 --directory /etc/sluice/keys")
final class KeysCommand {

    @Command(
            name = "generate",
            description =
                    "Makes a pair of Ed25519 keys: ID.pem to sign with, readable by its owner alone, and ID.pub.pem to"
                            + " verify with, for everybody.",
            mixinStandardHelpOptions = true,
            footerHeading = "%nExample:%n",
            footer = {
                "  sluice keys generate --id approvals-1 --directory /etc/sluice/keys",
                "",
                "To rotate: configure the new public key beside the old one everywhere, sign with the new key, and take the"
                        + " old public key away when nothing signed with it is on its way any more."
            })
    static final class GenerateCommand implements Runnable {
        @Option(names = "--id", required = true, paramLabel = "ID", description = "What the key is called.")
        private String id = "";

        @Option(
                names = "--directory",
                paramLabel = "DIRECTORY",
                defaultValue = ".",
                description = "Where the files go (default: here).")
        private Path directory = Path.of(".");

        @Mixin
        private Output output = new Output();

        @Override
        public void run() {
            KeyFiles.Pair pair = generate();
            ObjectNode told = JsonNodeFactory.instance.objectNode();
            told.put("id", pair.id());
            told.put("private_key", pair.privateKey().toString());
            told.put("public_key", pair.publicKey().toString());
            if (output.gaveJson(told)) {
                return;
            }
            output.line("Made key " + pair.id() + ". Keep the first file secret:");
            output.line("  " + pair.privateKey());
            output.line("  " + pair.publicKey());
            output.line("Use it for one of these alone. To sign reviewers' decisions with it, and to believe them:");
            output.line("  approval.signing-key=" + pair.privateKey());
            output.line("  approval.signing-key-id=" + pair.id());
            output.line("  approval.key." + pair.id() + "=" + pair.publicKey());
            output.line("To believe the tokens of agents, or of people, that are signed with it:");
            output.line("  identity.key." + pair.id() + "=" + pair.publicKey());
            output.line("  people.key." + pair.id() + "=" + pair.publicKey());
        }

        private KeyFiles.Pair generate() {
            try {
                return KeyFiles.generate(directory.toAbsolutePath().normalize(), id);
            } catch (IllegalArgumentException e) {
                throw new Failure(String.valueOf(e.getMessage()), e);
            }
        }
    }
}
