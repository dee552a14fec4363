# The application alone: no broker, no simulator.
FROM maven:3.9-eclipse-temurin-21 AS build
WORKDIR /src
COPY . .
RUN mvn --batch-mode --activate-profiles image --projects streams-app --also-make \
      -Dmaven.test.skip=true -Dspotless.check.skip=true package \
 && mkdir /app \
 && mv streams-app/target/lib /app/lib \
 && mv streams-app/target/sluice-streams-app-*.jar /app/sluice.jar

FROM eclipse-temurin:21-jre
RUN useradd --system --create-home sluice && mkdir /var/lib/sluice && chown sluice /var/lib/sluice
USER sluice
COPY --from=build /app /app
EXPOSE 7070
STOPSIGNAL SIGTERM
ENTRYPOINT ["java", "-jar", "/app/sluice.jar"]
CMD ["app"]
